import { isJsonObject } from './json-path.ts'
import type { JsonPath } from './json-path.ts'

/** One place in which two JSON values differ. */
export interface ContentChange {
  readonly path: JsonPath
  /** `absent` on one side: the member was added or is gone. */
  readonly before: { readonly value: unknown } | 'absent'
  readonly after: { readonly value: unknown } | 'absent'
}

/**
 * Where two JSON values differ, whatever the order of their members; arrays of different lengths differ as a whole. Empty for equal
 * values.
 */
export function contentChanges(before: unknown, after: unknown, path: JsonPath = []): readonly ContentChange[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...names].flatMap((name): readonly ContentChange[] => {
      const here = [...path, name]
      if (!Object.hasOwn(before, name)) return [{ path: here, before: 'absent', after: { value: after[name] } }]
      if (!Object.hasOwn(after, name)) return [{ path: here, before: { value: before[name] }, after: 'absent' }]
      return contentChanges(before[name], after[name], here)
    })
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((each, index) => contentChanges(each, after[index], [...path, index]))
  }
  return Object.is(before, after) ? [] : [{ path, before: { value: before }, after: { value: after } }]
}

/** Whether something that was there is gone: a member, its value (now null, or of another type), or members of an array. */
export function isLoss({ before, after }: ContentChange): boolean {
  if (before === 'absent' || before.value === null) return false
  if (after === 'absent' || after.value === null || typeof before.value !== typeof after.value) return true
  return Array.isArray(before.value) && !(Array.isArray(after.value) && after.value.length >= before.value.length)
}

/** Whether `path` is `other` or lies within it. */
export function isWithin(path: JsonPath, other: JsonPath): boolean {
  return other.length <= path.length && other.every((segment, index) => segment === path[index])
}
