import { setTimeout as sleep } from 'node:timers/promises'
import { isLoss } from './content-changes.ts'
import { ContentWriter } from './content-writer.ts'
import { escapeControl } from './escape-control.ts'
import type { Exchange, WriteProbe } from './finding.ts'
import { formatJsonPath } from './json-path.ts'
import type { Ownership } from './ownership.ts'
import { readRepresentation } from './representation.ts'
import type { Representation } from './representation.ts'
import { restoreResource } from './restoration.ts'
import type { Restored } from './restoration.ts'
import { isAccepted } from './trial.ts'
import type { Race, Trial } from './trial.ts'
import { guardLines, writeGuards } from './write-guard.ts'
import type { HeaderLine, WriteGuard } from './write-guard.ts'
import { WritingStoppedError } from './writing-stopped-error.ts'

/** A cache in front of the server asks it again. */
export const readRequest = { headers: [['Cache-Control', 'no-cache']], connection: 'write-session' } as const
/** For a server that shows a write a little later. */
export const settleMs = 200

/** Changes one field of the resource for the writing checks, and puts it back at the end. */
export class WriteSession {
  /** Dotted path of the field that is changed. */
  readonly field: string
  /** Not named by `--field`. */
  readonly fieldWasChosen: boolean
  /** For the user before anything is written: where the content is if it cannot be restored. */
  readonly notice: string
  readonly #probe: WriteProbe
  readonly #original: Representation
  readonly #ownership: Ownership
  readonly #savedTo: string
  readonly #writer: ContentWriter
  readonly #carriedOut: Trial[] = []
  #guard: WriteGuard | undefined
  #rehearsal: Promise<void> | undefined
  #restoration: Promise<Restored> | undefined
  #restorationIsOver = false

  constructor(probe: WriteProbe, original: Representation, ownership: Ownership, savedTo: string) {
    this.#probe = probe
    this.#original = original
    this.#ownership = ownership
    this.#savedTo = savedTo
    this.#writer = new ContentWriter(probe, ownership)
    this.field = formatJsonPath(ownership.field.path)
    this.fieldWasChosen = probe.field === undefined
    this.notice = `writing to the field "${escapeControl(this.field)}" of ${probe.url.href}; the content before is in ${savedTo} until it is restored`
  }

  /**
   * One ordinary change, once: shows that PUT works and GET shows it, which precondition lets it through, and what else the server
   * changes. Throws WritingStoppedError where the checks could say nothing.
   */
  rehearse(): Promise<void> {
    this.#rehearsal ??= this.#rehearse()
    return this.#rehearsal
  }

  /** GET now. Throws WritingStoppedError where the content is not what the session left: nobody else's edit is to be overwritten. */
  async read(): Promise<Representation> {
    const reading = readRepresentation(await this.#probe.send(readRequest))
    if (!reading.ok) throw new WritingStoppedError(`after a write, ${reading.because}`)
    const { representation } = reading
    const foreign = this.#guard === undefined ? [] : this.#ownership.foreignChanges(representation.value)
    const stranger = this.#guard !== undefined && this.#ownership.ownerOf(representation.value) === 'foreign'
    if (stranger) {
      const where = foreign.length > 0 ? foreign.map(({ path }) => formatJsonPath(path)).join(', ') : this.field
      throw new WritingStoppedError(`somebody else changed the resource meanwhile (${where}), and the probe does not write over it; try again on a resource of its own`)
    }
    return representation
  }

  /** PUTs the present content under the given precondition, with a new value of the field unless it is to stay `unchanged`. */
  async tryWrite(lines: (before: Representation) => readonly HeaderLine[], { unchanged = false } = {}): Promise<Trial> {
    const before = await this.read()
    const { value, text } = unchanged ? { value: this.fieldOf(before), text: before.text } : this.#writer.nextContent(before)
    const sent = await this.#writer.put(before, text, lines(before))
    const accepted = isAccepted(sent)
    let after = await this.read()
    const landed = (): boolean => this.#ownership.fieldIn(after.value) === value
    if (accepted && !landed()) {
      await sleep(settleMs)
      after = await this.read()
    }
    const trial = { before, sent, value, text, after, accepted, landed: landed() }
    if (!unchanged && !accepted && trial.landed) this.#carriedOut.push(trial)
    return trial
  }

  /** PUTs by `tryWrite` so far that were refused, and yet GET showed their value. */
  get carriedOutThoughRefused(): readonly Trial[] {
    return this.#carriedOut
  }

  /** An ordinary change, guarded as the resource wants it. Throws WritingStoppedError where it is not accepted. */
  async commit(): Promise<Trial> {
    await this.rehearse()
    const trial = await this.tryWrite((before) => guardLines(this.#guard ?? 'none', before) ?? [])
    if (!trial.landed) throw new WritingStoppedError(`an ordinary PUT, accepted before, is now answered ${statusOf(trial.sent)}`)
    return trial
  }

  /** One PUT of another value on each of the connections, all under the same precondition and all at once. */
  async race(before: Representation, lines: readonly HeaderLine[], connections: readonly string[]): Promise<Race> {
    const contents = connections.map(() => this.#writer.nextContent(before))
    const sending = contents.map(({ text }, index) => this.#writer.put(before, text, lines, connections[index]))
    const settled = await Promise.allSettled(sending)
    this.#probe.signal.throwIfAborted()
    return {
      sent: settled.map((each) => (each.status === 'fulfilled' ? each.value : undefined)),
      values: contents.map(({ value }) => value),
      after: await this.read(),
    }
  }

  fieldOf(representation: Representation): unknown {
    return this.#ownership.fieldIn(representation.value)
  }

  /**
   * Puts the content back as it was before the first write, also after Ctrl-C, and looks whether it is. Other people's changes stay.
   * Never throws; a second call gives the same answer.
   */
  restore(): Promise<Restored> {
    this.#restoration ??= restoreResource({
      sendAlways: (request) => this.#probe.sendAlways(request),
      url: this.#probe.url,
      original: this.#original,
      ownership: this.#ownership,
      savedTo: this.#savedTo,
      writes: this.#writer.writes,
      unanswered: this.#writer.unanswered,
      guard: this.#guard,
    }).finally(() => (this.#restorationIsOver = true))
    return this.#restoration
  }

  /** For who ends the process now: undefined before the first write, and when the restoration is over. */
  get lastWord(): string | undefined {
    const isUnrestored = this.#writer.writes > 0 && !this.#restorationIsOver
    return isUnrestored ? `not restored: the content before is in ${this.#savedTo}` : undefined
  }

  async #rehearse(): Promise<void> {
    const refusals: string[] = []
    for (const guard of writeGuards) {
      if (guardLines(guard, this.#original) === undefined) continue
      const trial = await this.tryWrite((before) => guardLines(guard, before) ?? [])
      const { status } = trial.sent.response
      if (trial.landed && trial.accepted) return this.#learn(guard, trial)
      if (trial.accepted) throw new WritingStoppedError(`a PUT is answered ${statusOf(trial.sent)}, but GET does not show the new ${this.field}: it is read-only, or a cache or a replica answers`)
      if (status !== 412 && status !== 428) throw new WritingStoppedError(`a PUT of the present content with another ${this.field} is answered ${statusOf(trial.sent)}${hintFor(status)}`)
      refusals.push(`${guard}: ${status}`)
    }
    throw new WritingStoppedError(`no PUT is accepted, whatever its precondition (${refusals.join(', ')})`)
  }

  #learn(guard: WriteGuard, { after }: Trial): void {
    this.#guard = guard
    const losses = this.#ownership.learnManaged(after.value).filter(isLoss)
    if (losses.length > 0) {
      const lost = losses.map(({ path }) => formatJsonPath(path)).join(', ')
      throw new WritingStoppedError(`a PUT of what GET gave loses ${lost}: no further write was made`)
    }
  }
}

function statusOf({ response }: Exchange): string {
  return `${response.status} ${response.reason}`.trimEnd()
}

function hintFor(status: number): string {
  if (status === 401 || status === 403) return '; give credentials that may write with --header'
  return status === 400 || status === 409 || status === 422 ? '; try another field with --field' : ''
}
