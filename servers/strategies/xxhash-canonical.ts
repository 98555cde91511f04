import { canonicalForm } from './canonical-form.ts'
import type { Strategy } from './strategy.ts'
import { xxhashDigest } from './xxhash-digest.ts'

export default {
  name: 'xxhash-canonical',
  summary: 'XXH64 of the canonical form (sorted members), which is also what is sent',
  caveat: 'XXH64 tags are strong by agreement only: not for content that an attacker can choose',
  asksFor: ['trusted-content'],
  writeGuard: 'if-match',
  strength: 'strong',
  needs: 'content',
  hash: 'xxh64',
  serialise: canonicalForm,
  validators: content => ({ etag: `"${xxhashDigest(content)}"` }),
} satisfies Strategy
