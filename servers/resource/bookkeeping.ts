export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [name: string]: JsonValue
}

/**
 * What every edit replaces, so that the content tells which edits it holds: a fresh id of 12 characters of [0-9a-z], and
 * the tally plus 1. Both keep their width, so that edited contents keep their length.
 */
export interface Bookkeeping extends JsonObject {
  readonly id: string
  readonly tally: number
}

/** Of content that nobody has edited yet. Seven digits stay seven for nine million edits. */
export const initialBookkeeping: Bookkeeping = { id: '000000000000', tally: 1_000_000 }

const memberText = '"edit":'

/** `no-object`: the root has no members. `name-taken`: `edit` is a name within. `numeric-names`: ECMAScript puts those first. */
export type Obstacle = 'no-object' | 'name-taken' | 'numeric-names'

export interface BookkeptContent {
  readonly content: JsonObject
  /** `member`: a first member of the root. `envelope`: an object with the members `edit` and `payload`. */
  readonly added: 'member' | 'envelope'
  /** Why there is an envelope; null: there is none. */
  readonly obstacle: Obstacle | null
  /** By how much the content serialised without spaces is longer, in bytes of UTF-8. */
  readonly addedBytes: number
}

/**
 * Gives content a first member `edit`, ahead of any other of that name. An envelope serves where the root is no object,
 * where the name is taken anywhere within, and where names like integers would come first, as ECMAScript orders them.
 */
export function withBookkeeping(value: JsonValue): BookkeptContent {
  const serialised = JSON.stringify(value)
  const isFree = isObject(value) && !serialised.includes(memberText)
  const asMember = isFree ? { edit: initialBookkeeping, ...value } : undefined
  const isFirst = asMember !== undefined && JSON.stringify(asMember).startsWith(`{${memberText}`)
  const content = isFirst ? asMember : { edit: initialBookkeeping, payload: value }
  const addedBytes = Buffer.byteLength(JSON.stringify(content)) - Buffer.byteLength(serialised)
  const obstacle = isFirst ? null : !isObject(value) ? 'no-object' : isFree ? 'numeric-names' : 'name-taken'
  return { content, added: isFirst ? 'member' : 'envelope', obstacle, addedBytes }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
