import { loadPayload } from '../servers/resource/payload.ts'
import type { Payload } from '../servers/resource/payload.ts'
import { formatSize, parseSize } from '../servers/resource/size.ts'
import { BenchError } from './errors.ts'
import { unknownName } from './unknown-name.ts'
import { parseDurationMs } from './units.ts'

const mostSizes = 32

/** Everything that is wrong with a command line: collected, and thrown as one usage error. */
export class FlagProblems {
  readonly #found: string[] = []

  add(problem: string): void {
    this.#found.push(problem)
  }

  collect<T>(read: () => T, otherwise: T): T {
    try {
      return read()
    } catch (error) {
      this.add(error instanceof Error ? error.message : String(error))
      return otherwise
    }
  }

  /** A list of names, `all` or `none`. */
  choose(what: string, text: string | undefined, known: readonly string[], otherwise: readonly string[]): readonly string[] {
    if (text === undefined) return otherwise
    if (text === 'all') return known
    if (text === 'none' && !known.includes('none')) return []
    return this.names(what, text, known)
  }

  /** Known ones, each once. */
  names(what: string, text: string, known: readonly string[]): readonly string[] {
    const names = splitList(text)
    if (names.length === 0) this.add(`no ${what} is named in "${text}": give a comma-separated list of ${known.join(', ')}`)
    for (const name of names) if (!known.includes(name)) this.add(unknownName(what, name, known))
    for (const name of repeated(names)) this.add(`${what} "${name}" is named twice: give it once`)
    return names
  }

  /** Bytes of a list such as `1kB,50kB`, each once. */
  sizes(text: string, leastBytes?: number): readonly number[] {
    const parts = splitList(text)
    if (parts.length === 0) this.add('--sizes names no size: give a list such as 1kB,50kB')
    const sizes = parts.flatMap((part) => this.collect(() => [parseSize(part, leastBytes)], []))
    if (parts.length > mostSizes) this.add(`--sizes names ${parts.length} sizes: give at most ${mostSizes}`)
    for (const size of repeated(sizes)) this.add(`size ${formatSize(size)} is given twice: give it once`)
    return sizes
  }

  /** Null where none is given, or none that can be served. */
  payload({ payload, sizes }: { readonly payload?: string; readonly sizes?: string }): Payload | null {
    if (payload === undefined) return null
    if (sizes !== undefined) this.add('--payload and --sizes exclude each other: a payload has the size it has')
    const reading = loadPayload(payload)
    if (reading.ok) return reading
    this.add(`--payload: ${reading.reason}`)
    return null
  }

  integer(flag: string, text: string | undefined, otherwise: number, least: number, most: number): number {
    if (text === undefined) return otherwise
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    this.add(`${flag} ${text}: give a whole number of at least ${least} and at most ${most}`)
    return otherwise
  }

  /** Empty when the flag is absent, so that the mode's value stays. */
  duration<K extends string>(key: K, flag: string, text: string | undefined, longestMs: number): { readonly [key in K]?: number } {
    if (text === undefined) return {}
    const ms = this.collect(() => {
      try {
        return parseDurationMs(text)
      } catch (error) {
        throw new Error(`${flag}: ${(error as Error).message}`, { cause: error })
      }
    }, 1)
    if (ms <= 0 || !Number.isFinite(ms)) this.add(`${flag} ${text}: give a duration above zero, such as 100ms`)
    else if (ms > longestMs) this.add(`${flag} ${text}: give at most ${longestMs / 60_000}min`)
    return { [key]: ms } as { readonly [key in K]?: number }
  }

  /** `hint`: where the flags are listed. */
  throwIfAny(hint: string): void {
    if (this.#found.length === 0) return
    throw new BenchError('usage', this.#found.join('\n'), hint)
  }
}

/** Those that are there more than once. */
const repeated = <T>(values: readonly T[]): readonly T[] => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]

const splitList = (text: string) => text.split(',').map((part) => part.trim()).filter((part) => part !== '')
