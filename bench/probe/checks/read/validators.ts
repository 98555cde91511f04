import { parseTagList } from '../../../../servers/http/entity-tag.ts'
import type { EntityTag } from '../../../../servers/http/entity-tag.ts'
import { parseHttpDate } from '../../../../servers/http/http-date.ts'
import type { ProbeResponse } from '../../finding.ts'

/** The answer's ETag where it is one well-formed entity-tag (RFC 9110 §8.8.3). */
export function tagOf(response: ProbeResponse): EntityTag | undefined {
  const value = response.header('etag')
  const list = value === undefined ? undefined : parseTagList(value)
  return list !== undefined && list !== '*' && list[0] === value ? list[0] : undefined
}

export function isStrong(tag: EntityTag): boolean {
  return tag.startsWith('"')
}

/** What stands between the quotes. */
export function opaqueOf(tag: EntityTag): string {
  return tag.slice(tag.indexOf('"') + 1, -1)
}

/** Whole seconds since the epoch; undefined where the field is absent or no HTTP-date. */
export function secondsOf(response: ProbeResponse, field: 'last-modified' | 'date' | 'expires'): number | undefined {
  const value = response.header(field)
  return value === undefined ? undefined : parseHttpDate(value, Date.now())
}

/** Why a check that needs an ETag cannot be made on this answer. */
export function whyNoTag(response: ProbeResponse): string {
  const value = response.header('etag')
  return value === undefined ? 'the resource has no ETag (no-validator)' : `its ETag ${value} is malformed (malformed-tag)`
}

/** Why a check that needs Last-Modified cannot be made on this answer. */
export function whyNoDate(response: ProbeResponse): string {
  const value = response.header('last-modified')
  return value === undefined
    ? 'the resource has no Last-Modified'
    : `its Last-Modified ${value} is no HTTP-date (malformed-last-modified)`
}
