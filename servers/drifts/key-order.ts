import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { JsonValue } from '../resource/bookkeeping.ts'
import type { Drift } from './drift.ts'

// Every process shuffles alike: what differs is only one answer from the next.
const random = xoroshiro128plus(1)

/** Shuffles the members of every object anew for each answer, as languages with unordered maps do. */
export const keyOrder: Drift = {
  name: 'key-order',
  summary: 'the members of every object are sent in another order each time',
  send: shuffleMembers,
  receive: content => content,
}

function shuffleMembers(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(shuffleMembers)
  const members = Object.entries(value).map(([name, member]) => [name, shuffleMembers(member)] as const)
  return Object.fromEntries(shuffle(members))
}

/** Fisher and Yates: every order is as likely as any other. */
function shuffle<Item>(items: readonly Item[]): readonly Item[] {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const chosen = uniformInt(random, 0, last)
    const item = shuffled[last]!
    shuffled[last] = shuffled[chosen]!
    shuffled[chosen] = item
  }
  return shuffled
}
