import type { JsonValue } from './resource/bookkeeping.ts'
import { nestingLimit } from './resource/payload.ts'

/** A payload at its limit has one more level within the envelope. */
const maximumDepth = nestingLimit + 1

export type ParsedContent =
  | { readonly ok: true; readonly value: JsonValue; readonly text: string }
  | { readonly ok: false; readonly detail: string }

// A byte order mark is kept, so that equal text means equal bytes; JSON.parse refuses it (RFC 8259 §8.1 forbids to send one).
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The JSON value of a request's content, and its text; the detail of a refusal says what to send. */
export function parseContent(content: Uint8Array): ParsedContent {
  if (content.length === 0) return { ok: false, detail: 'The request has no content: send the whole document as JSON.' }
  let text: string
  try {
    text = utf8.decode(content)
  } catch {
    return { ok: false, detail: 'The content is not UTF-8 (RFC 8259 §8.1).' }
  }
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch (error) {
    return { ok: false, detail: `The content is not JSON: ${error instanceof Error ? error.message : String(error)}.` }
  }
  if (nestsDeeperThan(value, maximumDepth)) {
    return { ok: false, detail: `The content nests deeper than ${maximumDepth} arrays and objects.` }
  }
  return { ok: true, value, text }
}

/** Whether a value has more than `depth` arrays and objects within each other. Its own recursion ends there. */
function nestsDeeperThan(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === 0) return true
  for (const member of Array.isArray(value) ? value : Object.values(value)) {
    if (nestsDeeperThan(member, depth - 1)) return true
  }
  return false
}
