import { bufferTaskOf, hashFunctions } from '../hash-functions.ts'
import type { MicroTask } from '../task.ts'
import { inTurn } from '../task.ts'

/** Each of the bytes as sent, and of the text, which has to be encoded first. */
export const hashes: readonly MicroTask[] = hashFunctions.flatMap(({ name, label, ofContent, ofText }): readonly MicroTask[] => [
  {
    name: bufferTaskOf(name),
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
