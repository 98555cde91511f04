import type { EntityTag } from '../../servers/http/entity-tag.ts'
import { parseTagList } from '../../servers/http/entity-tag.ts'
import type { Exchange } from './finding.ts'

/** A 200 of GET with JSON in it: what a client can edit and send back. */
export interface Representation {
  readonly exchange: Exchange
  readonly text: string
  /** The text as JSON. */
  readonly value: unknown
  readonly contentType: string
  /** Absent, too, where it is malformed. */
  readonly etag?: EntityTag
  readonly lastModified?: string
}

/** Why an answer is none that can be edited, or the representation. */
export type Reading =
  | { readonly ok: true; readonly representation: Representation }
  | { readonly ok: false; readonly because: string }

export function readRepresentation(exchange: Exchange): Reading {
  const { response } = exchange
  const coding = response.header('content-encoding')
  if (response.status !== 200) return unreadable(`GET is answered ${response.status} ${response.reason}`.trimEnd())
  if (coding !== undefined && coding.toLowerCase() !== 'identity') return unreadable(`the content is ${coding} although nobody asked for it`)
  const text = response.body.toString()
  if (!Buffer.from(text).equals(response.body)) return unreadable('the content is not UTF-8')
  const value = parseJson(text)
  if (value === undefined) return unreadable(`the content is not JSON (${response.header('content-type') ?? 'no Content-Type'})`)
  const etag = singleTag(response.header('etag'))
  const lastModified = response.header('last-modified')
  return {
    ok: true,
    representation: {
      exchange,
      text,
      value: value.json,
      contentType: response.header('content-type') ?? 'application/json',
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { lastModified }),
    },
  }
}

/** Undefined for a weak tag, which never satisfies If-Match (RFC 9110 §13.1.1). */
export function strongTagOf({ etag }: Representation): EntityTag | undefined {
  return etag?.startsWith('"') === true ? etag : undefined
}

function singleTag(fieldValue: string | undefined): EntityTag | undefined {
  const tags = fieldValue === undefined ? undefined : parseTagList(fieldValue)
  return Array.isArray(tags) && tags.length === 1 ? tags[0] : undefined
}

function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

function unreadable(because: string): Reading {
  return { ok: false, because }
}
