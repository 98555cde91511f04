import { defineScenario } from './define-scenario.ts'
import type { UserContext } from './scenario.ts'
import type { Operation } from './scripted-user.ts'

export type ResumeSettings = {
  /** Those who poll; one more writes. */
  readonly users: number
  readonly documents: number
  readonly bursts: number
  /** From one burst to the next. */
  readonly everyMs: number
  /** Of the documents: how many change between two bursts, rounded to whole documents. 0 to 1. */
  readonly changedFraction: number
}

const attempts = 3
/** One per user, so that all requests leave at once; more than this would need raised limits of open files. */
const mostConnections = 1000

/** Everybody comes back at the same moment, as after a deployment or a lost network: what the herd finds, it finds at once. */
export const resume = defineScenario<ResumeSettings>({
  name: 'resume',
  summary: 'all users poll at the same moment, again and again; between the bursts a fraction of the documents changes',
  defaults: { users: 100, documents: 10, bursts: 4, everyMs: 500, changedFraction: 0.1 },
  workload: 'open',
  users: settings => settings.users + 1,
  documents: settings => settings.documents,
  connections: settings => Math.min(settings.users + 1, mostConnections),
  operations: (settings, context) =>
    context.index < settings.users ? pollInBursts(settings, context) : changeBetweenBursts(settings, context),
})

function* pollInBursts({ documents, bursts, everyMs }: ResumeSettings, { index }: UserContext): Generator<Operation, void> {
  const document = (index % documents) + 1
  for (let burst = 0; burst < bursts; burst += 1) {
    yield { kind: 'poll', document, start: { atMs: burst * everyMs, dropAfterMs: everyMs } }
  }
}

/** In the middle half of each pause, so that on a server that keeps up no change overlaps a poll. */
function* changeBetweenBursts(settings: ResumeSettings, { random }: UserContext): Generator<Operation, void> {
  const { documents, bursts, everyMs, changedFraction } = settings
  const changes = Math.min(documents, Math.round(changedFraction * documents))
  for (let pause = 0; pause < bursts - 1; pause += 1) {
    for (const [nth, document] of drawDistinct(changes, documents, random).entries()) {
      const start = { atMs: (pause + 0.25 + (0.5 * (nth + 0.5)) / changes) * everyMs, dropAfterMs: everyMs }
      yield { kind: 'edit', document, start, writeStart: { waitMs: 0 }, attempts, backoffMs: [] }
    }
  }
}

/** `count` different numbers from 1 to `from`: the first steps of a Fisher-Yates shuffle. */
function drawDistinct(count: number, from: number, random: () => number): readonly number[] {
  const numbers = Array.from({ length: from }, (_, index) => index + 1)
  return Array.from({ length: count }, (_, taken) => {
    const chosen = taken + Math.floor(random() * (from - taken))
    const number = numbers[chosen]!
    numbers[chosen] = numbers[taken]!
    return number
  })
}
