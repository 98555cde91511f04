import { sha256Digest } from './sha256-digest.ts'
import type { Strategy } from './strategy.ts'

export default {
  name: 'sha256-stored',
  summary: 'SHA-256 of the content, computed once per write and kept in a column',
  writeGuard: 'if-match',
  strength: 'strong',
  needs: 'digest',
  digest: sha256Digest,
  validators: row => ({ etag: `"${row.digest}"` }),
} satisfies Strategy
