import { initialEditId, initialTally, readBookkeeping } from '../../scenarios/bookkeeping.ts'
import type { Scenario, ScriptRequest, ScriptResponse } from '../../scenarios/scenario.ts'
import type { DocumentState } from '../oracle/document-state.ts'
import { type Observation, toObservation } from './observation.ts'

/** A test fixture: documents in memory, answers at chosen nanoseconds, faults on demand. */
export interface ScriptedServerOptions {
  readonly validators: 'version' | 'last-modified' | 'none'
  readonly documents: number
  /** Acknowledges every nth accepted write without storing it. */
  readonly dropsEveryNthWrite?: number
  /** Answers every nth conditional poll with 304, whatever has changed. */
  readonly falseNotModifiedEveryNth?: number
  /** Applies If-Match writes whatever the tag is. */
  readonly ignoresIfMatch?: boolean
  /** Refuses every nth write with 412, but stores it. */
  readonly storesEveryNthRefused?: number
}

interface StoredDocument {
  readonly body: Buffer
  readonly version: number
  readonly modifiedNs: number
  /** Every edit that led to this content. */
  readonly history: ReadonlySet<string>
}

export class ScriptedServer {
  readonly #options: ScriptedServerOptions
  readonly #documents = new Map<number, StoredDocument>()
  readonly #histories = new Map<string, ReadonlySet<string>>([[initialEditId, new Set()]])
  #writes = 0
  #conditionalPolls = 0
  /** As `--log-commits` writes it. */
  commitLog = ''

  constructor(options: ScriptedServerOptions) {
    this.#options = options
    const body = Buffer.from(`{"edit":{"id":"${initialEditId}","tally":${initialTally}},"note":"Grüße"}`)
    for (let document = 1; document <= options.documents; document += 1) {
      this.#documents.set(document, { body, version: 1, modifiedNs: 0, history: new Set() })
    }
  }

  states(): readonly DocumentState[] {
    return [...this.#documents].map(([document, { body }]) => {
      const { editId, tally } = readBookkeeping(body) ?? { editId: '', tally: Number.NaN }
      return { document, editId, tally }
    })
  }

  /** The truth that the oracles have to find: which of these edits no content contains any more. */
  lostAmong(editIds: readonly string[]): number {
    const surviving = new Set([...this.#documents.values()].flatMap(({ history }) => [...history]))
    return editIds.filter(editId => !surviving.has(editId)).length
  }

  answer(request: ScriptRequest, nowNs: number): ScriptResponse {
    const stored = this.#documents.get(request.document)
    if (stored === undefined) return { status: 404, headers: {}, body: Buffer.alloc(0) }
    return request.method === 'GET' ? this.#get(request, stored) : this.#put(request, stored, nowNs)
  }

  #get({ headers }: ScriptRequest, stored: StoredDocument): ScriptResponse {
    const since = headers['if-modified-since']
    const conditional = headers['if-none-match'] !== undefined || since !== undefined
    if (conditional) this.#conditionalPolls += 1
    const lies = conditional && isNth(this.#conditionalPolls, this.#options.falseNotModifiedEveryNth)
    const dated = this.#options.validators === 'last-modified' && since !== undefined
    const unmodified = dated && secondOf(stored) <= Date.parse(since)
    const notModified = lies || unmodified || headers['if-none-match'] === `"v${stored.version}"`
    const validators = lies ? {} : this.#validatorsOf(stored)
    return { status: notModified ? 304 : 200, headers: validators, body: notModified ? Buffer.alloc(0) : stored.body }
  }

  #put(request: ScriptRequest, stored: StoredDocument, nowNs: number): ScriptResponse {
    this.#writes += 1
    const ifMatch = request.headers['if-match']
    const since = request.headers['if-unmodified-since']
    const stale =
      (ifMatch !== undefined && ifMatch !== `"v${stored.version}"` && this.#options.ignoresIfMatch !== true) ||
      (since !== undefined && secondOf(stored) > Date.parse(since))
    const storesRefused = isNth(this.#writes, this.#options.storesEveryNthRefused)
    if (stale && !storesRefused) return { status: 412, headers: {}, body: Buffer.alloc(0) }
    const written = this.#written(request, stored, nowNs)
    if (!isNth(this.#writes, this.#options.dropsEveryNthWrite)) this.#documents.set(request.document, written)
    if (storesRefused) return { status: 412, headers: {}, body: Buffer.alloc(0) }
    return { status: 204, headers: this.#validatorsOf(written), body: Buffer.alloc(0) }
  }

  #written(request: ScriptRequest, stored: StoredDocument, nowNs: number): StoredDocument {
    const editId = request.editId ?? ''
    const replaced = readBookkeeping(stored.body)?.editId
    this.commitLog += `${request.document} ${replaced} ${editId}\n`
    const history = new Set([...(this.#histories.get(request.baseEditId ?? '') ?? []), editId])
    this.#histories.set(editId, history)
    return { body: request.body ?? stored.body, version: stored.version + 1, modifiedNs: nowNs, history }
  }

  #validatorsOf(stored: StoredDocument): ScriptResponse['headers'] {
    if (this.#options.validators === 'version') return { etag: `"v${stored.version}"` }
    if (this.#options.validators === 'none') return {}
    return { 'last-modified': new Date(secondOf(stored)).toUTCString() }
  }
}

export interface ScriptedRunOptions<Settings, User> {
  readonly scenario: Scenario<Settings, User>
  readonly settings: Settings
  readonly server: ScriptedServer
  readonly seedRandom: (userIndex: number) => () => number
  /** Nanoseconds from send to the server's decision, and from there to the answer's last byte. */
  readonly travelNs: () => { readonly toServerNs: number; readonly backNs: number }
  /** `request`: never arrives. `answer`: the server acts, but its answer does not arrive. */
  readonly loses?: (request: ScriptRequest) => 'request' | 'answer' | undefined
}

interface Event {
  readonly atNs: number
  readonly happen: () => void
}

/** Drives a closed script on a virtual clock: what happens, happens in the order of its nanosecond. */
export function runScripted<Settings, User>(options: ScriptedRunOptions<Settings, User>): readonly Observation[] {
  const { scenario, settings, server, travelNs, loses } = options
  const observations: Observation[] = []
  const events: Event[] = []
  const schedule = (atNs: number, happen: () => void): void => {
    const later = events.findIndex(event => event.atNs > atNs)
    events.splice(later < 0 ? events.length : later, 0, { atNs, happen })
  }
  const startUser = (index: number): void => {
    const user = scenario.newUser(settings, { index, random: options.seedRandom(index) })
    const takeStep = (previousDoneNs: number): void => {
      const step = scenario.next(user)
      if (step === 'done') return
      const { request } = step
      const sentNs = previousDoneNs + Math.round(step.waitMs * 1e6)
      const { toServerNs, backNs } = travelNs()
      const lost = loses?.(request)
      schedule(sentNs + toServerNs, () => {
        const answered = lost === 'request' ? undefined : server.answer(request, sentNs + toServerNs)
        const response = lost === undefined ? answered : undefined
        const doneNs = sentNs + toServerNs + backNs
        schedule(doneNs, () => {
          const outcome = scenario.observe(user, request, response)
          const contentBytes = { sent: request.body?.length ?? 0, received: response?.body.length ?? 0 }
          const bytes = { sentBytes: 100 + contentBytes.sent, receivedBytes: 100 + contentBytes.received }
          const timing = { intendedNs: sentNs, sentNs, doneNs }
          observations.push(toObservation(index, request, response, outcome, timing, bytes))
          takeStep(doneNs)
        })
      })
    }
    takeStep(0)
  }
  for (let index = 0; index < scenario.users(settings); index += 1) startUser(index)
  for (let event = events.shift(); event !== undefined; event = events.shift()) event.happen()
  return observations
}

function isNth(count: number, n: number | undefined): boolean {
  return n !== undefined && count % n === 0
}

function secondOf(stored: StoredDocument): number {
  return Math.floor(stored.modifiedNs / 1e9) * 1000
}
