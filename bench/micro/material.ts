import type { JsonObject, JsonValue } from '../../servers/resource/bookkeeping.ts'
import { makeOrder } from '../../servers/resource/order.ts'
import { minimumOrderBytes } from '../../servers/resource/size.ts'
import type { Document, Material } from './task.ts'

/** The smallest content that a task can be given. */
export const leastContentBytes = 100

export interface MaterialSource {
  /** Of each document as JSON.stringify writes it, in UTF-8. */
  readonly sizeBytes: number
  readonly seed: number
  /** Work on this document instead. */
  readonly payloadFile: string | null
}

/** What tasks that do not depend on the size work on. */
export const usualContentBytes = 10_000

/** Half as many where making them would take longer than measuring. */
const documentCount = 4
const largeContentBytes = 500_000

/** The orders that servers serve; below what an order takes, a line item. The same for the same source. Rejects with an Error where the payload cannot be read. */
export async function makeMaterial({ sizeBytes, seed, payloadFile }: MaterialSource): Promise<Material> {
  const payload = payloadFile === null ? undefined : await readContent(payloadFile)
  const make = (id: string) =>
    payload ?? (sizeBytes < minimumOrderBytes ? makeLineItem(id, sizeBytes) : makeOrder({ id, seed, contentBytes: sizeBytes }))
  const count = sizeBytes < largeContentBytes ? documentCount : documentCount / 2
  const [first, ...others] = Array.from({ length: count }, (_, index) => `${index + 1}`).map((id) => toDocument(id, make(id)))
  return { documents: [first!, ...others], seed }
}

/** Its module is loaded only here: hundreds of processes start without a payload. */
async function readContent(path: string): Promise<JsonObject> {
  const { loadPayload } = await import('../../servers/resource/payload.ts')
  const reading = loadPayload(path)
  if (!reading.ok) throw new Error(`--payload: ${reading.reason}`)
  return reading.content
}

function makeLineItem(id: string, sizeBytes: number): JsonObject {
  const item = { sku: `AB-100${id}`, name: 'Desk lamp', quantity: Number(id), unitPrice: 79.95, note: '' }
  const noteBytes = sizeBytes - JSON.stringify(item).length
  if (noteBytes < 0) throw new Error(`no content takes ${sizeBytes} bytes: ask for at least ${leastContentBytes}`)
  return { ...item, note: 'Gift wrap. '.repeat(Math.ceil(noteBytes / 11)).slice(0, noteBytes) }
}

function toDocument(id: string, value: JsonValue): Document {
  const text = JSON.stringify(value)
  return { id, text, value: JSON.parse(text) as JsonValue, content: Buffer.from(text) }
}
