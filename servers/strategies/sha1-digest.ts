import { hash } from 'node:crypto'

/** SHA-1, 27 characters of base64: what Express puts into its tags. */
export function sha1Digest(content: Uint8Array | string): string {
  return hash('sha1', content, 'base64').slice(0, 27)
}
