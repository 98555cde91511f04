import { setTimeout as sleep } from 'node:timers/promises'
import { withValue } from './editable-field.ts'
import type { Evidence, Exchange, Finding, ProbeRequest } from './finding.ts'
import { readRepresentation, strongTagOf } from './representation.ts'
import type { Representation } from './representation.ts'
import { reportPendingWrite, reportRestoration } from './restoration-report.ts'
import type { RestorationEnding, RestorationSubject } from './restoration-report.ts'
import { removeSavedContent } from './saved-content.ts'
import { guardLines, writeGuards } from './write-guard.ts'
import type { HeaderLine, WriteGuard } from './write-guard.ts'

/** `savedTo` is removed when the resource has its content again. */
export interface RestorationTask extends RestorationSubject {
  sendAlways(request: ProbeRequest): Promise<Exchange>
  /** Sent by the session. */
  readonly writes: number
  /** The header lines of those without an answer: the server may still be about to carry them out. */
  readonly unanswered: readonly (readonly HeaderLine[])[]
  /** What let ordinary writes through. */
  readonly guard: WriteGuard | undefined
}

export interface Restored {
  /** One sentence: how the resource was left. */
  readonly seen: string
  /** Only where it could not be left as it was. */
  readonly finding?: Finding
}

/** Of GET and PUT each; network errors, 412 and 429 use them up. */
const maxAttempts = 8
const pauseMs = 300
/** For a write without an answer to be carried out by the server. */
const settleMs = 500
const longestRetryAfterMs = 5_000
/** One, not a list (RFC 9110 §8.8.3). */
const strongTag = /^"[^"]*"$/

/** Never throws. Overwrites nothing but what the session itself wrote. */
export async function restoreResource(task: RestorationTask): Promise<Restored> {
  if (task.writes === 0) {
    removeSavedContent(task.savedTo)
    return { seen: 'nothing was written' }
  }
  const restorer = new Restorer(task)
  if (task.unanswered.length > 0) await sleep(settleMs)
  let ending = await restorer.run()
  if (task.unanswered.length > 0 && ending.kind === 'back') {
    const isSealed = await restorer.seal(ending.now)
    await sleep(settleMs)
    ending = await restorer.run()
    if (!isSealed && ending.kind === 'back') return reportPendingWrite(ending.now, task)
  }
  const { restored, isBack } = reportRestoration(ending, task)
  if (isBack) removeSavedContent(task.savedTo)
  return restored
}

class Restorer {
  readonly #task: RestorationTask
  #evidence: readonly Evidence[] = []
  #because = 'no attempt was answered'
  /** How often the resource refused a guard although its content was ours. */
  readonly #refusals = new Map<WriteGuard, number>()
  /** The server does not take the content before as it was; the present content with the field put back may do. */
  #fieldOnly = false

  constructor(task: RestorationTask) {
    this.#task = task
  }

  async run(): Promise<RestorationEnding> {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      try {
        const ending = await this.#step()
        if (ending !== undefined) return ending
      } catch (error) {
        this.#because = error instanceof Error ? error.message : String(error)
        await sleep(pauseMs)
      }
    }
    return { kind: 'not-back', because: this.#because, evidence: this.#evidence }
  }

  /**
   * Whether no write without an answer can be carried out any more: the present content, sent under the same strong tag, is refused.
   * Where it is accepted instead, that very write moves the tag, unless the tag is made of the content alone.
   */
  async seal(now: Representation): Promise<boolean> {
    for (const lines of this.#task.unanswered) {
      const [line, ...others] = lines
      if (line?.[0] !== 'If-Match' || !strongTag.test(line[1]) || others.length > 0) return false
      try {
        const first = await this.#put(now, now.text, lines)
        const status = first.response.status === 412 ? 412 : (await this.#put(now, now.text, lines)).response.status
        if (status !== 412) return false
      } catch {
        return false
      }
    }
    return true
  }

  /** Looks, and writes where there is something of ours to take back; undefined: look again. */
  async #step(): Promise<RestorationEnding | undefined> {
    const { ownership, original } = this.#task
    const shown = await this.#task.sendAlways({ headers: [['Cache-Control', 'no-cache']] })
    if (shown.response.status === 429 || shown.response.status >= 500) return this.#later(shown)
    const reading = readRepresentation(shown)
    if (!reading.ok) return { kind: 'not-back', because: reading.because, evidence: [shown.evidence('GET, to restore the resource')] }
    const now = reading.representation
    const owner = ownership.ownerOf(now.value)
    if (owner === 'before') return { kind: 'back', now }
    if (owner === 'ours') {
      const text = this.#fieldOnly ? withValue(now.text, ownership.field.path, ownership.field.value) : original.text
      return this.#write(now, text, this.#nextGuard(now))
    }
    if (!ownership.hasOurValue(now.value)) return { kind: 'theirs', now, fieldIsOurs: false }
    // Theirs but for our value in the field. A write that only holds for this very state takes back just that.
    const tag = strongTagOf(now)
    if (tag === undefined || this.#task.guard !== 'if-match') return { kind: 'theirs', now, fieldIsOurs: true }
    return this.#write(now, withValue(now.text, ownership.field.path, ownership.field.value), 'if-match')
  }

  async #write(now: Representation, text: string, guard: WriteGuard | undefined): Promise<RestorationEnding | undefined> {
    const lines = guard === undefined ? undefined : guardLines(guard, now)
    if (guard === undefined || lines === undefined) return { kind: 'not-back', because: this.#because, evidence: this.#evidence }
    const sent = await this.#put(now, text, lines)
    const { status, reason } = sent.response
    if (status < 400) return undefined
    this.#because = `the PUT that restores it is answered ${status} ${reason}`.trimEnd()
    this.#evidence = [sent.evidence('the PUT that was to restore the resource')]
    if (status === 429 || status >= 500) return this.#later(sent)
    if (status === 412 || status === 428) {
      // Once more after a 412: a late write of ours may have come between. Edits by others are told by the next look.
      this.#refusals.set(guard, (this.#refusals.get(guard) ?? 0) + (status === 428 ? 2 : 1))
      return undefined
    }
    if (this.#fieldOnly) return { kind: 'not-back', because: this.#because, evidence: this.#evidence }
    this.#fieldOnly = true
    return undefined
  }

  #put(now: Representation, text: string, lines: readonly HeaderLine[]): Promise<Exchange> {
    const body = Buffer.from(text)
    return this.#task.sendAlways({
      method: 'PUT',
      headers: [...lines, ['Content-Type', now.contentType], ['Content-Length', String(body.length)]],
      body,
    })
  }

  /** The one that worked before, then the others, the safest first. */
  #nextGuard(now: Representation): WriteGuard | undefined {
    const guards = this.#task.guard === undefined ? writeGuards : [this.#task.guard, ...writeGuards]
    return guards.find((guard) => (this.#refusals.get(guard) ?? 0) < 2 && guardLines(guard, now) !== undefined)
  }

  async #later({ response }: Exchange): Promise<undefined> {
    this.#because = `the server answers ${response.status} ${response.reason}`.trimEnd()
    const delaySeconds = /^\d+$/.exec(response.header('retry-after') ?? '')?.[0]
    await sleep(delaySeconds === undefined ? pauseMs : Math.min(Number(delaySeconds) * 1000, longestRetryAfterMs))
    return undefined
  }
}
