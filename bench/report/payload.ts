import type { Payload } from '../options.ts'
import { formatSize } from '../../servers/resource/size.ts'

/** What a payload file becomes when it is served: sizes, bookkeeping, and what does not survive. */
export function describePayload(path: string, payload: Payload): string[] {
  const added =
    payload.bookkeeping === 'member'
      ? `a member "edit" was added to its root (${payload.bookkeepingBytes} B): it counts the edits`
      : `it was put into an envelope {"edit", "payload"} (${payload.bookkeepingBytes} B more), since its root is no object or has the key "edit" taken`
  return [
    `payload ${path}: file ${bytes(payload.fileBytes)}, sent as ${bytes(payload.sentBytes)} after parse and serialise; ${added}`,
    ...payload.warnings.map((warning) => `payload warning: ${warning}`),
  ]
}

const bytes = (count: number) => (count < 1000 ? formatSize(count) : `${count.toLocaleString('en')} B`)
