import * as fc from 'fast-check'
import { defineScenario } from '../../scenarios/define-scenario.ts'
import type { Operation } from '../../scenarios/scripted-user.ts'
import type { Loss } from '../load/scripted-run.ts'
import { createRandom } from '../stats/random.ts'

/** Test fixtures: histories that no scenario would think of. */
export type RandomScript = {
  readonly users: readonly (readonly Operation[])[]
  readonly documents: number
}

export const randomScript = defineScenario<RandomScript>({
  name: 'random-script',
  summary: 'each user does what a property test drew',
  defaults: { users: [], documents: 1 },
  workload: 'closed',
  users: ({ users }) => users.length,
  documents: ({ documents }) => documents,
  operations: ({ users }, { index }) => (users[index] ?? []).values(),
})

const wait = fc.nat(6).map(waitMs => ({ waitMs }))

function operations(documents: number): fc.Arbitrary<Operation> {
  const document = fc.integer({ min: 1, max: documents })
  const poll = fc.record({ kind: fc.constant('poll' as const), document, start: wait })
  const write = fc.record({
    kind: fc.constantFrom('edit' as const, 'edit' as const, 'touch' as const),
    document,
    start: wait,
    writeStart: wait,
    attempts: fc.integer({ min: 1, max: 3 }),
    backoffMs: fc.constant([1, 2]),
    fromLastWrite: fc.boolean(),
  })
  return fc.oneof(poll, write)
}

/** Up to five users on one or two documents, so that they meet. */
export const scripts: fc.Arbitrary<RandomScript> = fc.integer({ min: 1, max: 2 }).chain(documents =>
  fc.record({
    documents: fc.constant(documents),
    users: fc.array(fc.array(operations(documents), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 5 }),
  }))

/** A network that takes up to 3 ms each way and loses some requests: on the way, on the way back, or for a while. */
export function networkOf(seed: number, lostFraction: number) {
  const random = createRandom(seed).fork('network')
  const losses: readonly Loss[] = ['request', 'answer', 'late']
  return {
    seedRandom: (userIndex: number) => createRandom(seed).fork(`user ${userIndex}`).next,
    travelNs: () => ({ toServerNs: 1 + random.integer(3_000_000), backNs: 1 + random.integer(3_000_000) }),
    loses: () => (random.next() < lostFraction ? losses[random.integer(losses.length)] : undefined),
  }
}
