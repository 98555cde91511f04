import type { Representation } from './representation.ts'
import { strongTagOf } from './representation.ts'

export type HeaderLine = readonly [name: string, value: string]

/** How an ordinary write is guarded; `if-match-any` is no guard, but satisfies a server that insists on a precondition. */
export type WriteGuard = 'if-match' | 'if-unmodified-since' | 'none' | 'if-match-any'

/** The safest first. */
export const writeGuards: readonly WriteGuard[] = ['if-match', 'if-unmodified-since', 'none', 'if-match-any']

/** The header lines of a guard; undefined where the representation has no validator for it. */
export function guardLines(guard: WriteGuard, current: Representation): readonly HeaderLine[] | undefined {
  switch (guard) {
    case 'if-match': {
      const tag = strongTagOf(current)
      return tag && [['If-Match', tag]]
    }
    case 'if-unmodified-since':
      return current.lastModified === undefined ? undefined : [['If-Unmodified-Since', current.lastModified]]
    case 'none':
      return []
    case 'if-match-any':
      return [['If-Match', '*']]
  }
}
