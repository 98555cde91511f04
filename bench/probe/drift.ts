/** A place where two JSON contents of one resource differ. */
export interface Difference {
  /** As in RFC 9535: `$.items[0]['unit price']`. */
  readonly path: string
  /** `key-order`, `item-order`: the same members or items in another order. */
  readonly kind: 'value' | 'added' | 'removed' | 'key-order' | 'item-order'
  /** JSON text, shortened; of `key-order` the names. Absent where there is nothing on that side. */
  readonly before?: string
  readonly after?: string
}

export type Drift =
  | { readonly kind: 'none' }
  /** The first `shownDifferences` of `total`. */
  | { readonly kind: 'json'; readonly differences: readonly Difference[]; readonly total: number }
  /** The same JSON value, written otherwise (spaces, number forms, escapes), or no JSON at all: the first byte that differs. */
  | { readonly kind: 'formatting' | 'bytes'; readonly offset: number }

type Json = null | boolean | number | string | readonly Json[] | JsonObject
interface JsonObject {
  readonly [name: string]: Json
}

/** Two values to compare, at the same place of both contents. */
interface Pair {
  readonly path: string
  readonly depth: number
  readonly before: Json
  readonly after: Json
}

const shownDifferences = 8
const shownCharacters = 40
/** Below this, values are compared by their text only. */
const deepestPath = 100

/** What changed from one content to another; in linear time but for arrays whose items changed places, and never throws. */
export function findDrift(before: Buffer, after: Buffer): Drift {
  if (before.equals(after)) return { kind: 'none' }
  const [first, second] = [parse(before), parse(after)]
  if (first === undefined || second === undefined) return { kind: 'bytes', offset: firstDifference(before, after) }
  const differences = compare(first.value, second.value)
  if (differences.length === 0) return { kind: 'formatting', offset: firstDifference(before, after) }
  return { kind: 'json', differences: differences.slice(0, shownDifferences), total: differences.length }
}

/** One clause that follows "between two reads": `$.serverTime changed (1 then 2)`. */
export function describeDrift(drift: Drift): string {
  switch (drift.kind) {
    case 'none':
      return 'the content stayed the same, byte for byte'
    case 'bytes':
      return `the content changed from byte ${drift.offset} on`
    case 'formatting':
      return `the JSON value stayed the same and is written otherwise from byte ${drift.offset} on`
    case 'json': {
      const hidden = drift.total - drift.differences.length
      const more = hidden > 0 ? [`${hidden} more`] : []
      return [...drift.differences.map(describeDifference), ...more].join(', ')
    }
  }
}

function describeDifference({ path, kind, before = '', after = '' }: Difference): string {
  switch (kind) {
    case 'value':
      return `${path} changed (${before} then ${after})`
    case 'added':
      return `${path} came (${after})`
    case 'removed':
      return `${path} went (${before})`
    case 'key-order':
      return `the key order of ${path} changed (${before} then ${after})`
    case 'item-order':
      return `the items of ${path} changed places`
  }
}

/** A list of work instead of recursion: a target may nest as deep as it likes. */
function compare(before: Json, after: Json): readonly Difference[] {
  const differences: Difference[] = []
  const work: Pair[] = [{ path: '$', depth: 0, before, after }]
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const { path, depth, before: a, after: b } = next
    if (depth > deepestPath) {
      if (text(a) !== text(b)) differences.push({ path, kind: 'value', before: shorten(a), after: shorten(b) })
    } else if (isArray(a) && isArray(b)) {
      if (changedPlaces(a, b)) {
        differences.push({ path, kind: 'item-order' })
        continue
      }
      const common = Math.min(a.length, b.length)
      for (let at = Math.max(a.length, b.length) - 1; at >= common; at -= 1) {
        differences.push(oneSided(`${path}[${at}]`, a[at], b[at]))
      }
      for (let at = common - 1; at >= 0; at -= 1) {
        work.push({ path: `${path}[${at}]`, depth: depth + 1, before: a[at] as Json, after: b[at] as Json })
      }
    } else if (isObject(a) && isObject(b)) {
      differences.push(...compareMembers(next, a, b, work))
    } else if (a !== b) {
      differences.push({ path, kind: 'value', before: shorten(a), after: shorten(b) })
    }
  }
  return differences
}

/** Compares the names of two objects, and puts the members that both have on the list of work. */
function compareMembers({ path, depth }: Pair, before: JsonObject, after: JsonObject, work: Pair[]): readonly Difference[] {
  const common = Object.keys(before).filter(name => Object.hasOwn(after, name))
  const reordered = Object.keys(after).filter(name => Object.hasOwn(before, name))
  for (const name of common.toReversed()) {
    work.push({ path: member(path, name), depth: depth + 1, before: before[name] as Json, after: after[name] as Json })
  }
  const removed = Object.keys(before).filter(name => !Object.hasOwn(after, name))
  const added = Object.keys(after).filter(name => !Object.hasOwn(before, name))
  const differences = [
    ...removed.map(name => oneSided(member(path, name), before[name], undefined)),
    ...added.map(name => oneSided(member(path, name), undefined, after[name])),
  ]
  if (common.some((name, index) => name !== reordered[index])) {
    const [names, newNames] = [shortenText(common.join(', ')), shortenText(reordered.join(', '))]
    differences.push({ path, kind: 'key-order', before: names, after: newNames })
  }
  return differences
}

function oneSided(path: string, before: Json | undefined, after: Json | undefined): Difference {
  return before === undefined
    ? { path, kind: 'added', after: shorten(after ?? null) }
    : { path, kind: 'removed', before: shorten(before) }
}

/** Whether two arrays hold the same items in another order. */
function changedPlaces(before: readonly Json[], after: readonly Json[]): boolean {
  if (before.length !== after.length || before.length < 2) return false
  const [texts, newTexts] = [before.map(text), after.map(text)]
  if (texts.every((item, index) => item === newTexts[index])) return false
  newTexts.sort()
  return texts.toSorted().every((item, index) => item === newTexts[index])
}

function member(path: string, name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `${path}.${name}` : `${path}['${name.replaceAll(/['\\]/g, '\\$&')}']`
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parse(content: Buffer): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(content.toString()) as Json }
  } catch {
    return undefined
  }
}

function firstDifference(before: Buffer, after: Buffer): number {
  let at = 0
  while (at < before.length && before[at] === after[at]) at += 1
  return at
}

function shorten(value: Json): string {
  return shortenText(text(value))
}

/** JSON text; a value that nests too deep for JSON.stringify is known by its type only. */
function text(value: Json): string {
  try {
    return JSON.stringify(value)
  } catch {
    return Array.isArray(value) ? '[...]' : '{...}'
  }
}

function shortenText(long: string): string {
  return long.length > shownCharacters ? `${long.slice(0, shownCharacters)}...` : long
}
