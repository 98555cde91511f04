export type EntityTag = `"${string}"` | `W/"${string}"`

/** The value of If-Match or If-None-Match: any current representation (`*`), or one of these. Never an empty list. */
export type TagList = '*' | readonly EntityTag[]

const tab = 0x09
const space = 0x20
const quote = 0x22
const star = 0x2a
const comma = 0x2c
const slash = 0x2f
const upperW = 0x57

/**
 * Parses the field value of If-Match or If-None-Match, several lines joined by `, `, as a list of RFC 9110 §5.6.1:
 * empty members and optional whitespace are skipped. Undefined where it is malformed, and where it names no tag at all,
 * since such a precondition says nothing. One pass, linear time, never throws.
 */
export function parseTagList(fieldValue: string): TagList | undefined {
  const tagEnd = endOfTag(fieldValue, 0)
  if (tagEnd > 0 && tagEnd === fieldValue.length) return [fieldValue as EntityTag]
  return parseMembers(fieldValue)
}

/** Whether a field value is one entity-tag and nothing else, as that of ETag must be (RFC 9110 §8.8.3). */
export function isEntityTag(fieldValue: string): fieldValue is EntityTag {
  return endOfTag(fieldValue, 0) === fieldValue.length
}

/** Both strong, and the same opaque-tag: what If-Match asks for (RFC 9110 §8.8.3.2). */
export function strongMatch(a: EntityTag, b: EntityTag): boolean {
  return a === b && a.charCodeAt(0) === quote
}

/** The same opaque-tag, weak or not: what If-None-Match asks for (RFC 9110 §8.8.3.2). */
export function weakMatch(a: EntityTag, b: EntityTag): boolean {
  return a === b || opaqueTag(a) === opaqueTag(b)
}

function opaqueTag(tag: EntityTag): string {
  return tag.charCodeAt(0) === upperW ? tag.slice(2) : tag
}

function parseMembers(fieldValue: string): TagList | undefined {
  const tags: EntityTag[] = []
  let separated = true
  let at = 0
  while (at < fieldValue.length) {
    const code = fieldValue.charCodeAt(at)
    if (code === comma) separated = true
    if (code === comma || isOptionalWhitespace(code)) {
      at += 1
      continue
    }
    if (code === star) return standsAlone(fieldValue, at) ? '*' : undefined
    const end = endOfTag(fieldValue, at)
    if (!separated || end < 0) return undefined
    tags.push(fieldValue.slice(at, end) as EntityTag)
    separated = false
    at = end
  }
  return tags.length > 0 ? tags : undefined
}

function standsAlone(text: string, index: number): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (at !== index && !isOptionalWhitespace(text.charCodeAt(at))) return false
  }
  return true
}

/** The index after the entity-tag that starts at `start`, or -1 where none does. */
function endOfTag(text: string, start: number): number {
  let at = start
  if (text.charCodeAt(at) === upperW) {
    if (text.charCodeAt(at + 1) !== slash) return -1
    at += 2
  }
  if (text.charCodeAt(at) !== quote) return -1
  at += 1
  while (isTagCharacter(text.charCodeAt(at))) at += 1
  return text.charCodeAt(at) === quote ? at + 1 : -1
}

/** etagc (RFC 9110 §8.8.3); Node hands obs-text over as latin1. False for NaN, beyond the end of the text. */
function isTagCharacter(code: number): boolean {
  return code === 0x21 || (code >= 0x23 && code <= 0x7e) || (code >= 0x80 && code <= 0xff)
}

function isOptionalWhitespace(code: number): boolean {
  return code === space || code === tab
}
