import { md5Digest } from '../../../servers/strategies/md5-digest.ts'
import { sha1Digest } from '../../../servers/strategies/sha1-digest.ts'
import { sha256Digest } from '../../../servers/strategies/sha256-digest.ts'
import { xxhashDigest, xxhashTextDigest } from '../../../servers/strategies/xxhash-digest.ts'
import type { MicroTask } from '../task.ts'
import { inTurn } from '../task.ts'

/** The functions that strategies call: to the characters that a tag holds. */
const functions: readonly { readonly name: string; readonly label: string; ofContent(content: Uint8Array): string; ofText(text: string): string }[] = [
  { name: 'sha256', label: 'SHA-256', ofContent: sha256Digest, ofText: sha256Digest },
  { name: 'sha1', label: 'SHA-1', ofContent: sha1Digest, ofText: sha1Digest },
  { name: 'md5', label: 'MD5', ofContent: md5Digest, ofText: md5Digest },
  { name: 'xxh64', label: 'XXH64', ofContent: xxhashDigest, ofText: xxhashTextDigest },
]

/** Each of the bytes as sent, and of the text, which has to be encoded first. */
export const hashes: readonly MicroTask[] = functions.flatMap(({ name, label, ofContent, ofText }): readonly MicroTask[] => [
  {
    name: `${name}-buffer`,
    summary: `${label} of a Buffer, to the characters of a tag`,
    scales: true,
    prepare: ({ documents }) => inTurn(documents, ({ content }) => content.length, ({ content }) => ofContent(content)),
  },
  {
    name: `${name}-string`,
    summary: `${label} of the same text as a string, which it encodes first`,
    scales: true,
    prepare: ({ documents }) => inTurn(documents, ({ content }) => content.length, ({ text }) => ofText(text)),
  },
])
