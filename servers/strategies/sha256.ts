import { sha256Digest } from './sha256-digest.ts'
import type { Strategy } from './strategy.ts'

export default {
  name: 'sha256',
  summary: 'SHA-256 of the content as sent, 32 hexadecimal digits',
  writeGuard: 'if-match',
  strength: 'strong',
  needs: 'content',
  hash: 'sha256',
  validators: content => ({ etag: `"${sha256Digest(content)}"` }),
} satisfies Strategy
