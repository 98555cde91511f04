import { sha1Digest } from './sha1-digest.ts'
import type { Strategy } from './strategy.ts'

/**
 * What Express sends by default: the length in hexadecimal and 27 characters of SHA-1 in base64, marked weak. A weak tag
 * never satisfies If-Match (RFC 9110 §13.1.1), so editors overwrite blindly.
 */
export default {
  name: 'sha1-weak',
  summary: 'what Express sends by default: length and SHA-1, marked weak, no guard for writes',
  caveat: 'its weak tag never satisfies If-Match, so editors overwrite blindly',
  asksFor: ['trusted-content'],
  writeGuard: 'none',
  strength: 'weak',
  needs: 'content',
  hash: 'sha1',
  validators: content => ({
    etag: `W/"${content.length.toString(16)}-${sha1Digest(content)}"`,
  }),
} satisfies Strategy
