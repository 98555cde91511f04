import { defineScenario } from './define-scenario.ts'
import type { UserContext } from './scenario.ts'
import type { Operation } from './scripted-user.ts'

export type DashboardSettings = {
  /** Those who poll; as many more as the changes need write. */
  readonly users: number
  /** From one poll of a user to its next. */
  readonly everyMs: number
  /** Of `everyMs`: how much later than regular a poll may be. 0 to 1. */
  readonly jitterFraction: number
  readonly documents: number
  /** Over all documents. */
  readonly changesPerMinute: number
  readonly durationMs: number
}

const changesPerMinuteOfOneWriter = 600
const attempts = 3
/** An exchange takes milliseconds: far fewer requests are under way at once than there are users. */
const mostConnections = 100

/** Pollers do not wait for each other, nor for a slow server: each has a rhythm of its own, from a random phase. */
export const dashboard = defineScenario<DashboardSettings>({
  name: 'dashboard',
  summary: 'many users poll a few documents in a steady rhythm, while writers change them at a given rate',
  defaults: { users: 200, everyMs: 1000, jitterFraction: 0.1, documents: 20, changesPerMinute: 120, durationMs: 3000 },
  workload: 'open',
  users: settings => settings.users + writersIn(settings),
  documents: settings => settings.documents,
  connections: settings => Math.min(settings.users + writersIn(settings), mostConnections),
  operations: (settings, context) =>
    context.index < settings.users ? pollRegularly(settings, context) : changeDocuments(settings, context),
})

function writersIn({ changesPerMinute }: DashboardSettings): number {
  return Math.ceil(changesPerMinute / changesPerMinuteOfOneWriter)
}

function* pollRegularly(settings: DashboardSettings, { index, random }: UserContext): Generator<Operation, void> {
  const { everyMs, jitterFraction, documents, durationMs } = settings
  if (!(everyMs > 0)) throw new RangeError(`everyMs is ${everyMs}: users who poll in a rhythm need a time above 0`)
  const document = (index % documents) + 1
  const phaseMs = random() * everyMs
  for (let nth = 0; phaseMs + nth * everyMs < durationMs; nth += 1) {
    const atMs = phaseMs + (nth + random() * jitterFraction) * everyMs
    yield { kind: 'poll', document, start: { atMs, dropAfterMs: everyMs } }
  }
}

/** Each change at a random point of its own period, so that the rate holds and the order too. */
function* changeDocuments(settings: DashboardSettings, { random }: UserContext): Generator<Operation, void> {
  const { everyMs, documents, changesPerMinute, durationMs } = settings
  const periodMs = (60_000 / changesPerMinute) * writersIn(settings)
  for (let nth = 0; ; nth += 1) {
    const atMs = (nth + random()) * periodMs
    const document = 1 + Math.floor(random() * documents)
    if (atMs >= durationMs) return
    const start = { atMs, dropAfterMs: everyMs }
    yield { kind: 'edit', document, start, writeStart: { waitMs: 0 }, attempts, backoffMs: [] }
  }
}
