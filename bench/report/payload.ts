import type { Payload } from '../../servers/resource/payload.ts'
import { formatSize } from '../../servers/resource/size.ts'

/** What a payload file becomes when it is served: sizes, bookkeeping, and what does not survive. */
export function describePayload(path: string, payload: Payload): string[] {
  const added =
    payload.bookkeepingObstacle === null
      ? `a member "edit" was added to its root (${payload.bookkeepingBytes} B): it counts the edits`
      : `it was put into an envelope {"edit", "payload"} (${payload.bookkeepingBytes} B more), since ${obstacles[payload.bookkeepingObstacle]}`
  return [
    `payload ${path}: file ${bytes(payload.fileBytes)}, sent as ${bytes(payload.sentBytes)} after parse and serialise; ${added}`,
    ...payload.warnings.map((warning) => `payload warning: ${warning}`),
  ]
}

const obstacles = {
  'no-object': 'its root is no object, so that no member can be added to it',
  'name-taken': 'it has a member "edit" of its own',
  'numeric-names': 'members named like integers come first in JavaScript, and "edit" has to',
} as const satisfies Record<NonNullable<Payload['bookkeepingObstacle']>, string>

const bytes = (count: number) => (count < 1000 ? formatSize(count) : `${count.toLocaleString('en')} B`)
