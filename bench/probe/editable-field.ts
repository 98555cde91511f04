import { applyEdits, modify } from 'jsonc-parser'
import { formatJsonPath, isJsonObject, valueAt } from './json-path.ts'
import type { JsonPath } from './json-path.ts'

/** The one field that writing checks change. */
export interface EditableField {
  readonly path: JsonPath
  readonly value: string | number
}

/** Fields that people write by hand: what stands in them may be anything. */
const freeText = ['note', 'notes', 'comment', 'comments', 'description', 'remark', 'remarks', 'summary', 'title', 'name']
/** Names of what a server is likely to refuse or to draw conclusions from. */
const loadedName = /(^|_)(id|uuid|guid|key|type|kind|state|status|version|rev|etag|hash|slug|href|url|uri|self|email|currency|locale|password|secret|token)$|(Id|Uuid|Key|Type|Status|At|Date|Time|Url|Uri|Email|Token)$|(^|_)(date|time|created|updated|modified|at)(_|$)/
const loadedValue = /^\d{4}-\d\d-\d\d|^[0-9a-f]{8}-[0-9a-f]{4}-|^https?:|^\S+@\S+$/i

/** The field that `--field` names: a member of the root, or a dotted path. Undefined where no string or number is there. */
export function findField(root: unknown, name: string): EditableField | undefined {
  for (const path of [[name], segmentsOf(root, name)]) {
    const value = valueAt(root, path)
    if (typeof value === 'string' || typeof value === 'number') return { path, value }
  }
  return undefined
}

/** A string member of the root that looks as if it may say anything: free text first, never an id, a date, an address or a state. */
export function chooseField(root: unknown): EditableField | undefined {
  if (!isJsonObject(root)) return undefined
  const candidates = Object.entries(root).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const chosen =
    freeText.flatMap((name) => candidates.filter(([each]) => each === name)).at(0) ??
    candidates.find(([name, value]) => !loadedName.test(name) && !loadedValue.test(value))
  return chosen && { path: [chosen[0]], value: chosen[1] }
}

/** Every field that `--field` could name, two levels deep, to tell a user who named another. */
export function editableFields(root: unknown): readonly string[] {
  const found: string[] = []
  const visit = (value: unknown, path: JsonPath): void => {
    if (typeof value === 'string' || typeof value === 'number') found.push(formatJsonPath(path))
    else if (isJsonObject(value) && path.length < 2) for (const [name, each] of Object.entries(value)) visit(each, [...path, name])
  }
  visit(root, [])
  return found
}

/** The same text with another value in that place, and no other byte changed. */
export function withValue(text: string, path: JsonPath, value: string | number): string {
  return applyEdits(text, modify(text, [...path], value, {}))
}

/** A segment of digits is an index where an array is. */
function segmentsOf(root: unknown, name: string): JsonPath {
  const path: (string | number)[] = []
  for (const segment of name.split('.')) path.push(Array.isArray(valueAt(root, path)) ? Number(segment) : segment)
  return path
}
