import { md5Digest } from '../../servers/strategies/md5-digest.ts'
import { sha1Digest } from '../../servers/strategies/sha1-digest.ts'
import { sha256Digest } from '../../servers/strategies/sha256-digest.ts'
import { xxhashDigest, xxhashTextDigest } from '../../servers/strategies/xxhash-digest.ts'

export interface HashFunction {
  readonly name: string
  readonly label: string
  ofContent(content: Uint8Array): string
  ofText(text: string): string
}

/** The functions that strategies call: to the characters that a tag holds. */
export const hashFunctions: readonly HashFunction[] = [
  { name: 'sha256', label: 'SHA-256', ofContent: sha256Digest, ofText: sha256Digest },
  { name: 'sha1', label: 'SHA-1', ofContent: sha1Digest, ofText: sha1Digest },
  { name: 'md5', label: 'MD5', ofContent: md5Digest, ofText: md5Digest },
  { name: 'xxh64', label: 'XXH64', ofContent: xxhashDigest, ofText: xxhashTextDigest },
]

/** The task that hashes a Buffer in a loop. */
export const bufferTaskOf = (hash: string) => `${hash}-buffer`
