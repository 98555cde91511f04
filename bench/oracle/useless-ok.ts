import type { Observation } from '../load/observation.ts'

export interface UselessOkFigures {
  /** 200s to conditional polls. */
  readonly conditionalOk: number
  /** Those of them whose edit id the user already had: a 304 would have done. */
  readonly useless: number
}

/**
 * Compares edit ids, not bytes, so that content which differs without having been edited shows: after a touch, or where
 * the server adds to it. The user's copy is the last 200 to one of its polls that was there when the poll was sent.
 */
export function findUselessOk(observations: readonly Observation[]): UselessOkFigures {
  const copies = new Map<string, readonly Observation[]>()
  const figures = { conditionalOk: 0, useless: 0 }
  for (const poll of observations) {
    if (poll.kind !== 'poll' || poll.outcome !== 'fetched') continue
    const holder = `${poll.user} ${poll.document}`
    const held = copies.get(holder) ?? []
    if (poll.conditional) {
      figures.conditionalOk += 1
      const copy = held.findLast(({ doneNs }) => doneNs <= poll.sentNs)
      if (poll.readEditId !== undefined && copy?.readEditId === poll.readEditId) {
        figures.useless += 1
      }
    }
    copies.set(holder, [...held.slice(-1), poll])
  }
  return figures
}
