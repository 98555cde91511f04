import { canonicalForm } from './canonical-form.ts'
import { sha256Digest } from './sha256-digest.ts'
import type { Strategy } from './strategy.ts'

export default {
  name: 'sha256-canonical',
  summary: 'SHA-256 of the canonical form (sorted members), which is also what is sent',
  writeGuard: 'if-match',
  strength: 'strong',
  needs: 'content',
  hash: 'sha256',
  serialise: canonicalForm,
  validators: content => ({ etag: `"${sha256Digest(content)}"` }),
} satisfies Strategy
