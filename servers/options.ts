import { parseArgs } from 'node:util'
import type { JsonValue } from './resource/bookkeeping.ts'
import { makeOrder } from './resource/order.ts'
import { loadPayload } from './resource/payload.ts'
import { findTotalFault, parseSize } from './resource/size.ts'

/** What a command line asks for cannot be done; the message is for the one who typed it. */
export class UsageError extends Error {}

/** What every server of this folder can be told. */
export interface ServerOptions {
  /** 0: any free port. */
  readonly port: number
  readonly documents: readonly SourceDocument[]
  /** For the one who starts the server: what is served of a payload, and what does not survive. */
  readonly notes: readonly string[]
  /** The server's own flags, as typed. */
  readonly own: Readonly<Record<string, string | undefined>>
}

export interface SourceDocument {
  readonly id: string
  readonly value: JsonValue
}

const commonFlags = ['port', 'documents', 'size', 'payload', 'seed'] as const

/** Reads argv and the payload file; throws a UsageError with one sentence. Documents are made when they are asked for. */
export function readServerOptions(argv: readonly string[], ownFlags: readonly string[]): ServerOptions {
  const flags = parseFlags(argv, [...commonFlags, ...ownFlags])
  const count = parseInteger('documents', flags['documents'] ?? '1', 1, 1_000_000)
  const seed = parseInteger('seed', flags['seed'] ?? '1', 0, 2 ** 32 - 1)
  const sizesBytes = (flags['size'] ?? '10kB').split(',').map(text => asUsage(() => parseSize(text)))
  const ids = Array.from({ length: count }, (_, index) => String(index + 1))
  const port = parseInteger('port', flags['port'] ?? '0', 0, 65_535)
  const path = flags['payload']
  if (path !== undefined) {
    if (flags['size'] !== undefined) throw new UsageError('--payload brings its own size: leave out --size')
    const { content, sentBytes, notes } = readPayloadFile(path)
    requireTotal(count, [sentBytes])
    return { port, documents: ids.map(id => ({ id, value: content })), notes, own: flags }
  }
  requireTotal(count, sizesBytes)
  const documents = ids.map((id, index) => ({
    id,
    get value() {
      return makeOrder({ id, seed, contentBytes: sizesBytes[index % sizesBytes.length] ?? 0 })
    },
  }))
  return { port, documents, notes: [], own: flags }
}

function parseFlags(argv: readonly string[], names: readonly string[]): Readonly<Record<string, string | undefined>> {
  const options = Object.fromEntries(names.map(name => [name, { type: 'string' as const }]))
  const { values } = asUsage(() => parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }))
  return values
}

/** The value of a flag; throws a UsageError with one sentence. */
export function parseInteger(flag: string, text: string, minimum: number, maximum: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= minimum && value <= maximum) return value
  throw new UsageError(`--${flag} must be a whole number from ${minimum} to ${maximum}, not "${text}"`)
}

function requireTotal(documents: number, sizesBytes: readonly number[]): void {
  const fault = findTotalFault(documents, sizesBytes)
  if (fault !== undefined) throw new UsageError(fault)
}

function readPayloadFile(path: string): { readonly content: JsonValue; readonly sentBytes: number; readonly notes: readonly string[] } {
  const reading = loadPayload(path)
  if (!reading.ok) throw new UsageError(`--payload: ${reading.reason}`)
  const { content, fileBytes, sentBytes, bookkeeping, bookkeepingBytes, warnings } = reading
  const how = bookkeeping === 'member' ? 'the first member of its root' : 'an envelope around it'
  const summary =
    `payload ${path}: ${fileBytes} bytes in the file, ${sentBytes} bytes as sent, ` +
    `${bookkeepingBytes} of them bookkeeping, which is ${how}`
  return { content, sentBytes, notes: [summary, ...warnings.map(warning => `warning: ${warning}`)] }
}

function asUsage<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
