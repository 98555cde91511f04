import type { LogicalEdit } from '../../../scenarios/logical-edit.ts'
import { type Poll, ScriptedUser } from '../../../scenarios/scripted-user.ts'

/** Users that take turns on one connection: no two requests are ever under way at once, so that nothing is left to chance. */
export interface ExactScript {
  readonly users: readonly ScriptedUser[]
  /** Whose request is next, by index. A user who is done by then is passed over. */
  readonly turns: readonly number[]
}

/** Enough for tags of two digits, and for a fault that shows up at one write in fifty. */
const rounds = 15

/** One polls; in each round two others edit: alone, in each other's way, and without a change. All of one document. */
export function readWriteScript(document: number): ExactScript {
  const editors = Array.from({ length: rounds }, (_, round) => {
    const [first, second] = [1 + 2 * round, 2 + 2 * round]
    const users = [new ScriptedUser(first, [edit(document), edit(document), touch(document)].values()), new ScriptedUser(second, [edit(document)].values())]
    return { users, turns: turnsOfRound(first, second) }
  })
  const turns = [...pollsOf(3), ...editors.flatMap((round) => round.turns)]
  const polls = turns.filter((user) => user === poller).length
  return { users: [new ScriptedUser(poller, pollsOfDocument(document, polls).values()), ...editors.flatMap(({ users }) => users)], turns }
}

/** Polls alone, for a server that takes no writes. */
export function readOnlyScript(document: number): ExactScript {
  const turns = pollsOf(10)
  return { users: [new ScriptedUser(poller, pollsOfDocument(document, turns.length).values())], turns }
}

const poller = 0

function turnsOfRound(first: number, second: number): readonly number[] {
  const alone = [first, first, ...pollsOf(3)]
  // Both read; the second writes; what the first writes then is outdated: it reads and writes again.
  const race = [first, second, second, first, first, first]
  const unchanged = [first, first, ...pollsOf(2)]
  // Of a server that refuses more than it should: their last tries.
  const leftOver = [first, first, first, first, second, second]
  return [...alone, ...race, ...pollsOf(2), ...unchanged, ...leftOver]
}

const pollsOf = (count: number): readonly number[] => Array.from({ length: count }, () => poller)

const atOnce = { waitMs: 0 }

function pollsOfDocument(document: number, count: number): readonly Poll[] {
  return Array.from({ length: count }, () => ({ kind: 'poll', document, start: atOnce }))
}

const edit = (document: number): LogicalEdit => ({ kind: 'edit', document, start: atOnce, writeStart: atOnce, attempts: 2, backoffMs: [] })
const touch = (document: number): LogicalEdit => ({ ...edit(document), kind: 'touch' })
