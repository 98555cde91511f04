import type { Observation } from '../load/observation.ts'

export interface UselessOkFigures {
  /** 200s to conditional polls. */
  readonly conditionalOk: number
  /** Those of them whose edit id the user already had: a 304 would have done. */
  readonly useless: number
  readonly uselessReceivedBytes: number
}

/** Compares edit ids, not bytes, so that content which differs without having been edited shows. */
export function findUselessOk(observations: readonly Observation[]): UselessOkFigures {
  const held = new Map<string, string | undefined>()
  const figures = { conditionalOk: 0, useless: 0, uselessReceivedBytes: 0 }
  for (const poll of observations) {
    if (poll.kind !== 'poll' || poll.outcome !== 'fetched') continue
    const holder = `${poll.user} ${poll.document}`
    if (poll.conditional) {
      figures.conditionalOk += 1
      if (poll.readEditId !== undefined && held.get(holder) === poll.readEditId) {
        figures.useless += 1
        figures.uselessReceivedBytes += poll.receivedBytes
      }
    }
    held.set(holder, poll.readEditId)
  }
  return figures
}
