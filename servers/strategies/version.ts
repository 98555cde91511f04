import type { Strategy } from './strategy.ts'

export default {
  name: 'version',
  summary: 'the row\'s version number, never the document',
  writeGuard: 'if-match',
  strength: 'strong',
  needs: 'columns',
  validators: row => ({ etag: `"v${row.version}"` }),
} satisfies Strategy
