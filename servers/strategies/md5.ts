import { md5Digest } from './md5-digest.ts'
import type { Strategy } from './strategy.ts'

export default {
  name: 'md5',
  summary: 'MD5 of the content as sent; broken against an attacker',
  asksFor: ['trusted-content'],
  writeGuard: 'if-match',
  strength: 'strong',
  needs: 'content',
  hash: 'md5',
  validators: content => ({ etag: `"${md5Digest(content)}"` }),
} satisfies Strategy
