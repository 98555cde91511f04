import stringify from 'fast-json-stable-stringify'
import type { JsonValue } from '../resource/bookkeeping.ts'

/**
 * One byte string per JSON value: members sorted by UTF-16 code units. What is hashed is also what is sent, so that a tag
 * over it is strong. RFC 8785 asks for the same order and for numbers and strings as JSON.stringify writes them.
 */
export function canonicalForm(value: JsonValue): string {
  return stringify(value)
}
