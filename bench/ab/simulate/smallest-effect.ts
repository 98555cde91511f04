import { createRandom } from '../../stats/random.ts'
import type { SequentialDesign } from '../design/sequential-design.ts'
import { simulateOneCell } from './one-cell.ts'
import { normalSource } from './residual-source.ts'

/** Steps of the spread and of the effect; both are rounded up to the next one. */
const step = 0.005
const suites = 400
const wanted = 0.95

/**
 * The smallest slowdown (a fraction, to half a per cent) of one cell among `family` that the whole gate, confirmation
 * included, ends in `regressed` with 95 % probability, for normal launches of this standard deviation: by simulation with
 * a fixed seed, so the same question has the same answer (within two per cent of probability). `null` when not even
 * a doubled cost is found as often. About a quarter of a second for a spread that was not asked before.
 */
export function smallestEffect(design: SequentialDesign, family: number, launchSd: number): number | null {
  const steps = Math.max(1, Math.ceil(launchSd / step - 1e-9))
  const key = JSON.stringify([design, family, steps])
  const known = answers.get(key)
  if (known !== undefined) return known
  const answer = search(design, family, steps * step)
  answers.set(key, answer)
  return answer
}

const answers = new Map<string, number | null>()

function search(design: SequentialDesign, family: number, launchSd: number): number | null {
  let missed = 0
  let found = Math.round(1 / step)
  if (!isFound(design, family, launchSd, found * step)) return null
  while (found - missed > 1) {
    const middle = (missed + found) >> 1
    if (isFound(design, family, launchSd, middle * step)) found = middle
    else missed = middle
  }
  return Number((found * step).toFixed(3))
}

function isFound(design: SequentialDesign, family: number, launchSd: number, effect: number): boolean {
  const random = createRandom(1)
  const source = normalSource()
  let missesLeft = Math.floor(suites * (1 - wanted))
  for (let suite = 0; suite < suites && missesLeft >= 0; suite++) {
    const { decision } = simulateOneCell(design, family, { effect, launchSd }, source, random)
    if (decision.cells[0]!.status !== 'regressed') missesLeft--
  }
  return missesLeft >= 0
}
