import type { Strategy } from './strategy.ts'
import { xxhashDigest } from './xxhash-digest.ts'

export default {
  name: 'xxhash',
  summary: 'XXH64 of the content as sent',
  caveat: 'XXH64 tags are strong by agreement only: not for content that an attacker can choose',
  asksFor: ['trusted-content'],
  writeGuard: 'if-match',
  strength: 'strong',
  needs: 'content',
  hash: 'xxh64',
  validators: content => ({ etag: `"${xxhashDigest(content)}"` }),
} satisfies Strategy
