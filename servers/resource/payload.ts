import { readFileSync, statSync } from 'node:fs'
import { withBookkeeping } from './bookkeeping.ts'
import type { BookkeptContent, JsonObject, JsonValue } from './bookkeeping.ts'
import { describeJsonError } from './json-error.ts'
import { findLosses } from './losses.ts'
import { isNestedDeeperThan } from './nesting.ts'
import { contentLimitBytes, formatSize } from './size.ts'

/** What serving a user's own document comes to, or why it cannot be served and what to do about it. */
export type PayloadReading =
  | {
      readonly ok: true
      /** With bookkeeping. */
      readonly content: JsonObject
      readonly fileBytes: number
      /** Of the content as sent: serialised without spaces, bookkeeping included. */
      readonly sentBytes: number
      readonly bookkeeping: BookkeptContent['added']
      readonly bookkeepingObstacle: BookkeptContent['obstacle']
      readonly bookkeepingBytes: number
      /** Sentences: what in the file does not come out of parse and serialise as it went in. */
      readonly warnings: readonly string[]
    }
  | { readonly ok: false; readonly reason: string }

/** A file that can be served. */
export type Payload = Extract<PayloadReading, { readonly ok: true }>

/** Canonicalisers recurse; this depth leaves them stack enough. */
export const nestingLimit = 1000

/** A file may be larger than what is sent, by its spaces and escapes. */
const fileLimitBytes = 4 * contentLimitBytes

/** Reads a JSON document, whatever its root, from UTF-8, with or without a byte order mark. */
export function readPayload(bytes: Uint8Array): PayloadReading {
  if (bytes.length > fileLimitBytes) return refuse(tooLargeFile(bytes.length))
  const text = decodeUtf8(bytes)
  if (text === undefined) return refuse('it is not UTF-8 text: save it as UTF-8, or unpack it if it is compressed')
  if (text.trim() === '') return refuse('it is empty: put one JSON document into it')
  if (isNestedDeeperThan(nestingLimit, text)) {
    return refuse(`it nests in more than ${nestingLimit} levels, more than can be serialised: give a flatter document`)
  }
  const parsed = parseJson(text)
  if (parsed === undefined) return refuse(`it is not JSON: ${describeJsonError(text)}; mend that or give another file`)
  const { content, added, addedBytes, obstacle } = withBookkeeping(parsed.value)
  const sentBytes = Buffer.byteLength(JSON.stringify(content))
  if (sentBytes > contentLimitBytes) {
    return refuse(
      `it takes ${sentBytes} bytes as sent, over the limit of ${formatSize(contentLimitBytes)} ` +
        `(${contentLimitBytes} bytes): give a smaller document`,
    )
  }
  return {
    ok: true,
    content,
    fileBytes: bytes.length,
    sentBytes,
    bookkeeping: added,
    bookkeepingObstacle: obstacle,
    bookkeepingBytes: addedBytes,
    warnings: findLosses(text),
  }
}

/** `readPayload` of a file; whatever keeps it from being read is a reason, never an exception. */
export function loadPayload(path: string): PayloadReading {
  try {
    const stats = statSync(path)
    if (stats.isDirectory()) return refuse(`"${path}" is a directory: give a file with one JSON document`)
    if (!stats.isFile()) return refuse(`"${path}" is not a regular file: save the document to a file and give that`)
    if (stats.size > fileLimitBytes) return refuse(`"${path}" cannot be served: ${tooLargeFile(stats.size)}`)
    const reading = readPayload(readFileSync(path))
    return reading.ok ? reading : refuse(`"${path}" cannot be served: ${reading.reason}`)
  } catch (error) {
    return refuse(`"${path}" cannot be read${describeReadError(error)}`)
  }
}

function refuse(reason: string): PayloadReading {
  return { ok: false, reason }
}

function tooLargeFile(fileBytes: number): string {
  return `it has ${fileBytes} bytes, and no file over ${formatSize(fileLimitBytes)} is read: give a smaller document`
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** In an object, since `null` is a document too. */
function parseJson(text: string): { readonly value: JsonValue } | undefined {
  try {
    return { value: JSON.parse(text) as JsonValue }
  } catch {
    return undefined
  }
}

function describeReadError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return ': no such file; check the path, it is taken from the current directory'
  if (code === 'EACCES' || code === 'EPERM') return ': permission denied; make it readable for this user'
  return `: ${error instanceof Error ? error.message : String(error)}; check the path`
}
