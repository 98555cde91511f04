import { gzipSync } from 'node:zlib'
import { canonicalForm } from '../../../servers/strategies/canonical-form.ts'
import type { Document, MicroTask, Operation } from '../task.ts'
import { inTurn } from '../task.ts'

const onDocuments = (name: string, summary: string, work: (document: Document) => unknown): MicroTask => ({
  name,
  summary,
  scales: true,
  prepare: ({ documents }): Operation => inTurn(documents, ({ content }) => content.length, work),
})

/** What lies between a row and the bytes as sent. */
export const representation: readonly MicroTask[] = [
  onDocuments('json-parse', 'JSON.parse of the stored text', ({ text }) => JSON.parse(text)),
  onDocuments('json-stringify', 'JSON.stringify of what JSON.parse made', ({ value }) => JSON.stringify(value)),
  onDocuments('stable-stringify', 'fast-json-stable-stringify of the same: members sorted', ({ value }) => canonicalForm(value)),
  onDocuments('encode-utf8', 'Buffer.from(text): the bytes to hash and send', ({ text }) => Buffer.from(text)),
  onDocuments('gzip', 'gzipSync of those bytes, at its default level', ({ content }) => gzipSync(content)),
]
