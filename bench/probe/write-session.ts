import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isLoss } from './content-changes.ts'
import { withValue } from './editable-field.ts'
import { escapeControl } from './escape-control.ts'
import type { Exchange, WriteProbe } from './finding.ts'
import { formatJsonPath } from './json-path.ts'
import type { Ownership } from './ownership.ts'
import { readRepresentation } from './representation.ts'
import type { Representation } from './representation.ts'
import { restoreResource } from './restoration.ts'
import type { Restored } from './restoration.ts'
import { TargetError } from './target-error.ts'
import type { TargetErrorKind } from './target-error.ts'
import { guardLines, writeGuards } from './write-guard.ts'
import type { HeaderLine, WriteGuard } from './write-guard.ts'
import { WritingStoppedError } from './writing-stopped-error.ts'

/** One PUT, and what GET showed right before and after it. */
export interface Trial {
  readonly before: Representation
  readonly sent: Exchange
  /** The value that the PUT gave to the field. */
  readonly value: unknown
  /** The content that was sent. */
  readonly text: string
  readonly after: Representation
  /** By its status alone. */
  readonly accepted: boolean
  /** GET now shows the value. */
  readonly landed: boolean
}

/** Two or more PUTs that left together; `sent` is undefined where no answer came. */
export interface Race {
  readonly sent: readonly (Exchange | undefined)[]
  readonly values: readonly (string | number)[]
  readonly after: Representation
}

/** A cache in front of the server asks it again. */
export const readRequest = { headers: [['Cache-Control', 'no-cache']], connection: 'write-session' } as const
/** For a server that shows a write a little later. */
export const settleMs = 200
const answeredOrUnsent: readonly TargetErrorKind[] = ['limited', 'refused', 'dns', 'tls']

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
  readonly #mark = randomBytes(2).toString('hex')
  #writes = 0
  /** The header lines of each write that left and got no answer. */
  readonly #unanswered: (readonly HeaderLine[])[] = []
  readonly #carriedOut: Trial[] = []
  #guard: WriteGuard | undefined
  #rehearsal: Promise<void> | undefined
  #restoration: Promise<Restored> | undefined

  constructor(probe: WriteProbe, original: Representation, ownership: Ownership, savedTo: string) {
    this.#probe = probe
    this.#original = original
    this.#ownership = ownership
    this.#savedTo = savedTo
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
    const { value, text } = unchanged ? { value: this.fieldOf(before), text: before.text } : this.#nextContent(before)
    const sent = await this.#put(before, text, lines(before))
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
    const contents = connections.map(() => this.#nextContent(before))
    const sending = contents.map(({ text }, index) => this.#put(before, text, lines, connections[index]))
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
      writes: this.#writes,
      unanswered: this.#unanswered,
      guard: this.#guard,
    })
    return this.#restoration
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

  /** Values of one width, so that a tag made of length and time has only the time to tell them apart. */
  #nextContent(before: Representation): { readonly value: string | number; readonly text: string } {
    this.#writes += 1
    const { path, value: original } = this.#ownership.field
    const value = typeof original === 'number' ? original + this.#writes : `probe ${this.#mark} ${String(this.#writes).padStart(4, '0')}`
    this.#ownership.noteWritten(value)
    return { value, text: withValue(before.text, path, value) }
  }

  async #put(before: Representation, text: string, lines: readonly HeaderLine[], connection?: string): Promise<Exchange> {
    const body = Buffer.from(text)
    const headers = [...lines, ['Content-Type', before.contentType], ['Content-Length', String(body.length)]] as const
    try {
      return await this.#probe.send({ method: 'PUT', headers, body, ...(connection === undefined ? {} : { connection }) })
    } catch (error) {
      // Anything else, an interruption too, comes before the write leaves.
      if (error instanceof TargetError && !answeredOrUnsent.includes(error.kind)) this.#unanswered.push(lines)
      throw error
    }
  }
}

/** What a client takes for a success: 2xx, and 3xx but for 304. */
export function isAccepted({ response: { status } }: Exchange): boolean {
  return status >= 200 && status < 400 && status !== 304
}

function statusOf({ response }: Exchange): string {
  return `${response.status} ${response.reason}`.trimEnd()
}

function hintFor(status: number): string {
  if (status === 401 || status === 403) return '; give credentials that may write with --header'
  return status === 400 || status === 409 || status === 422 ? '; try another field with --field' : ''
}

