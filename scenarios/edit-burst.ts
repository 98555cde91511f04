import { defineScenario } from './define-scenario.ts'
import type { UserContext } from './scenario.ts'
import type { Operation } from './scripted-user.ts'

export type EditBurstSettings = {
  /** Each on a document of its own. */
  readonly bursts: number
  /** Per burst; each makes one edit. */
  readonly editors: number
  /** Between the first writes of a burst, and from its start to the first of them. */
  readonly apartMs: number
  /** How long before its first write an editor has read, but not before the burst starts: above `apartMs`, reads overlap writes. */
  readonly thinkMs: number
  /** From the start of one burst to that of the next; bursts overlap. */
  readonly everyMs: number
  readonly attempts: number
}

/** A second late, and the edits of a burst would no longer stand as far apart as they should. */
const dropAfterMs = 1000
/** An exchange takes milliseconds: far fewer requests are under way at once than there are editors. */
const mostConnections = 64

/**
 * Several edits of one document within a second, each begun before the one before it was written: what a date of whole
 * seconds cannot tell apart. With `apartMs` above 2000 it can.
 */
export const editBurst = defineScenario<EditBurstSettings>({
  name: 'edit-burst',
  summary: 'bursts of edits of one document, a fixed time apart, each read before the last was written: within a second, or not',
  defaults: { bursts: 100, editors: 5, apartMs: 150, thinkMs: 200, everyMs: 20, attempts: 3 },
  workload: 'open',
  users: ({ bursts, editors }) => bursts * editors,
  documents: ({ bursts }) => bursts,
  connections: ({ bursts, editors }) => Math.min(bursts * editors, mostConnections),
  operations: editOnce,
})

function* editOnce(settings: EditBurstSettings, { index }: UserContext): Generator<Operation, void> {
  const { editors, apartMs, thinkMs, everyMs, attempts } = settings
  const burst = Math.floor(index / editors)
  const burstMs = burst * everyMs
  const writeMs = burstMs + ((index % editors) + 1) * apartMs
  yield {
    kind: 'edit',
    document: burst + 1,
    start: { atMs: Math.max(burstMs, writeMs - thinkMs), dropAfterMs },
    writeStart: { atMs: writeMs, dropAfterMs },
    attempts,
    backoffMs: [],
  }
}
