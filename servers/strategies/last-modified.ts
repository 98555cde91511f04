import type { Strategy } from './strategy.ts'

/**
 * Deliberately naive: RFC 9110 §8.8.2.2 would let a server distrust a date of the current second, and what that second
 * hides is what the benchmark shows.
 */
export default {
  name: 'last-modified',
  summary: 'the row\'s time of change as Last-Modified, whole seconds, no ETag',
  blindMs: 1000,
  writeGuard: 'if-unmodified-since',
  strength: 'weak',
  needs: 'columns',
  validators: row => ({ lastModifiedMs: row.updatedAtMs }),
} satisfies Strategy
