import { hash } from 'node:crypto'
import xxhash from 'xxhash-wasm'
import type { MicroTask } from '../task.ts'
import { inTurn } from '../task.ts'

const hexDigits = (digest: bigint) => digest.toString(16).padStart(16, '0')

/** To hexadecimal digits, as a tag needs them. */
interface HashFunction {
  ofContent(content: Uint8Array): string
  ofText(text: string): string
}

const nodeHash = (algorithm: string) => (): HashFunction => ({
  ofContent: (content) => hash(algorithm, content, 'hex'),
  ofText: (text) => hash(algorithm, text, 'hex'),
})

async function loadXxh64(): Promise<HashFunction> {
  const { h64, h64Raw } = await xxhash()
  return { ofContent: (content) => hexDigits(h64Raw(content)), ofText: (text) => hexDigits(h64(text)) }
}

const functions = [
  { name: 'sha256', label: 'SHA-256', load: nodeHash('sha256') },
  { name: 'sha1', label: 'SHA-1', load: nodeHash('sha1') },
  { name: 'md5', label: 'MD5', load: nodeHash('md5') },
  { name: 'xxh64', label: 'XXH64', load: loadXxh64 },
]

/** Each of the bytes as sent, and of the text, which has to be encoded first. */
export const hashes: readonly MicroTask[] = functions.flatMap(({ name, label, load }): readonly MicroTask[] => [
  {
    name: `${name}-buffer`,
    summary: `${label} of a Buffer, in hexadecimal digits`,
    scales: true,
    async prepare({ documents }) {
      const { ofContent } = await load()
      return inTurn(documents, ({ content }) => content.length, ({ content }) => ofContent(content))
    },
  },
  {
    name: `${name}-string`,
    summary: `${label} of the same text as a string, which it encodes first`,
    scales: true,
    async prepare({ documents }) {
      const { ofText } = await load()
      return inTurn(documents, ({ content }) => content.length, ({ text }) => ofText(text))
    },
  },
])
