import type { Scenario, ScriptRequest, ScriptResponse, Step } from '../../scenarios/scenario.ts'
import type { DocumentState } from '../oracle/document-state.ts'
import { type Observation, toObservation } from './observation.ts'
import type { ScriptedServer } from './scripted-server.ts'

/** `request`: never arrives. `answer`: the server acts, but its answer does not arrive. `late`: it acts after the user gave up. */
export type Loss = 'request' | 'answer' | 'late'

export interface ScriptedRunOptions<Settings, User> {
  readonly scenario: Scenario<Settings, User>
  readonly settings: Settings
  readonly server: ScriptedServer
  readonly seedRandom: (userIndex: number) => () => number
  /** Nanoseconds from send to the server's decision, and from there to the answer's last byte. */
  readonly travelNs: (request: ScriptRequest) => { readonly toServerNs: number; readonly backNs: number }
  readonly loses?: (request: ScriptRequest) => Loss | undefined
}

export interface ScriptedRun {
  readonly observations: readonly Observation[]
  /** What the documents held when the last user had ended. */
  readonly after: readonly DocumentState[]
  /** The truth: acknowledged edits that were gone then. */
  readonly lostEditIds: readonly string[]
  /** The truth: polls that got a 304 while the document differed from the user's copy. */
  readonly falseNotModified: readonly Observation[]
}

/** How long after the user gave up a late request is acted upon. */
const lateByNs = 40_000_000

/** A test fixture: drives a script on a virtual clock, on which what happens, happens in the order of its nanosecond. */
export function runScripted<Settings, User>(options: ScriptedRunOptions<Settings, User>): ScriptedRun {
  const run = new VirtualRun(options)
  return run.play()
}

interface Event {
  readonly atNs: number
  readonly happen: () => void
}

class VirtualRun<Settings, User> {
  readonly #options: ScriptedRunOptions<Settings, User>
  readonly #events: Event[] = []
  readonly #observations: Observation[] = []
  readonly #falseNotModified: Observation[] = []
  /** By user and document: the edit id in the last 200 to a poll. */
  readonly #copies = new Map<string, string | undefined>()
  #playing = 0
  #ended: Pick<ScriptedRun, 'after' | 'lostEditIds'> | undefined

  constructor(options: ScriptedRunOptions<Settings, User>) {
    this.#options = options
  }

  play(): ScriptedRun {
    const { scenario, settings, seedRandom } = this.#options
    this.#playing = scenario.users(settings)
    for (let index = 0; index < this.#playing; index += 1) {
      const user = scenario.newUser(settings, { index, random: seedRandom(index) })
      this.#schedule(0, () => this.#takeStep(index, user, 0))
    }
    for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) event.happen()
    if (this.#ended === undefined) throw new Error('a user of the script never ended')
    return { observations: this.#observations, falseNotModified: this.#falseNotModified, ...this.#ended }
  }

  #schedule(atNs: number, happen: () => void): void {
    const later = this.#events.findIndex(event => event.atNs > atNs)
    this.#events.splice(later < 0 ? this.#events.length : later, 0, { atNs, happen })
  }

  #takeStep(index: number, user: User, nowNs: number): void {
    const step = this.#options.scenario.next(user)
    if (step === 'done') {
      this.#endUser()
      return
    }
    const { intendedNs, lastNs } = timeOf(step, nowNs)
    const sentNs = Math.max(intendedNs, nowNs)
    if (sentNs > lastNs) this.#drop(index, user, step.request, intendedNs, nowNs)
    else this.#send(index, user, step.request, intendedNs, sentNs)
  }

  #drop(index: number, user: User, request: ScriptRequest, intendedNs: number, nowNs: number): void {
    const outcome = this.#options.scenario.observe(user, request, 'dropped')
    const timing = { intendedNs, sentNs: nowNs, doneNs: nowNs }
    this.#observations.push(toObservation(index, request, undefined, outcome, timing, { sentBytes: 0, receivedBytes: 0 }))
    this.#takeStep(index, user, nowNs)
  }

  #send(index: number, user: User, request: ScriptRequest, intendedNs: number, sentNs: number): void {
    const { scenario, server, travelNs, loses } = this.#options
    const { toServerNs, backNs } = travelNs(request)
    const doneNs = sentNs + toServerNs + backNs
    const lost = loses?.(request)
    const actsNs = lost === 'late' ? doneNs + lateByNs : sentNs + toServerNs
    let answered: ScriptResponse | undefined
    let isFalse = false
    if (lost !== 'request') {
      this.#schedule(actsNs, () => {
        answered = server.answer(request, actsNs)
        isFalse = answered.status === 304 && server.editIdOf(request.document) !== this.#copies.get(`${index} ${request.document}`)
      })
    }
    this.#schedule(doneNs, () => {
      const response = lost === undefined ? answered : undefined
      const outcome = scenario.observe(user, request, response)
      const bytes = {
        sentBytes: headBytes + (request.body?.length ?? 0),
        receivedBytes: response === undefined ? 0 : headBytes + response.body.length,
      }
      const observation = toObservation(index, request, response, outcome, { intendedNs, sentNs, doneNs }, bytes)
      this.#observations.push(observation)
      if (isFalse && outcome === 'not-modified') this.#falseNotModified.push(observation)
      if (request.kind === 'poll' && outcome === 'fetched') this.#copies.set(`${index} ${request.document}`, observation.readEditId)
      this.#takeStep(index, user, doneNs)
    })
  }

  #endUser(): void {
    const { server } = this.#options
    this.#playing -= 1
    if (this.#playing > 0) return
    const acknowledged = this.#observations.flatMap(({ editId, outcome }) =>
      editId !== undefined && outcome === 'committed' ? [editId] : [])
    this.#ended = { after: server.states(), lostEditIds: server.lostAmong(acknowledged) }
  }
}

/** Of every request and of every answer. */
const headBytes = 100

function timeOf(step: Exclude<Step, 'done'>, nowNs: number): { readonly intendedNs: number; readonly lastNs: number } {
  if ('waitMs' in step) return { intendedNs: nowNs + Math.round(step.waitMs * 1e6), lastNs: Infinity }
  return { intendedNs: Math.round(step.atMs * 1e6), lastNs: Math.round((step.atMs + step.dropAfterMs) * 1e6) }
}
