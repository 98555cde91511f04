import type { Strategy } from './strategy.ts'

export default {
  name: 'weak-timestamp',
  summary: 'the row\'s time of change: a weak tag in milliseconds, and Last-Modified',
  blindMs: 1,
  writeGuard: 'if-unmodified-since',
  strength: 'weak',
  needs: 'columns',
  validators: row => ({ etag: `W/"${row.updatedAtMs}"`, lastModifiedMs: row.updatedAtMs }),
} satisfies Strategy
