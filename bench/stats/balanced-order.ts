import type { Random } from './random.ts'

/**
 * The order of `arms` (0 .. arms - 1) in each of `rounds`, balanced and randomised: over any number of rounds each arm
 * stands in each position equally often, give or take one, and over whole designs (`arms` rounds when even, twice that when
 * odd) each arm follows each other one equally often (Williams 1949, Experimental Designs Balanced for the Estimation
 * of Residual Effects of Treatments). With an even number of arms, rounds 2i and 2i + 1 mirror each other (two arms: ABBA
 * or BAAB), which cancels linear drift. Labels and rounds are shuffled, so that no arm is tied to a slot.
 * Balance holds within one call: plan all rounds that are to be balanced against each other at once.
 */
export function balancedOrder(arms: number, rounds: number, random: Random): number[][] {
  if (!Number.isInteger(arms) || arms < 1) throw new RangeError(`balancedOrder: ${arms} arms; it needs an integer >= 1`)
  if (!Number.isInteger(rounds) || rounds < 0) throw new RangeError(`balancedOrder: ${rounds} rounds; give an integer >= 0`)
  const order: number[][] = []
  while (order.length < rounds) order.push(...(arms % 2 === 0 ? evenDesign(arms, random) : oddDesign(arms, random)))
  return order.slice(0, rounds)
}

/** One Latin square of `arms` rounds whose mirrored rounds are neighbours. */
function evenDesign(arms: number, random: Random): number[][] {
  const square = williamsSquare(arms, random)
  const half = random.shuffle(square.slice(0, arms / 2))
  return half.flatMap(row => random.shuffle([row, row.toReversed()]))
}

/** Two Latin squares of `arms` rounds, the second the mirror of the first: neither alone balances who follows whom. */
function oddDesign(arms: number, random: Random): number[][] {
  const square = random.shuffle(williamsSquare(arms, random))
  return [...square, ...random.shuffle(square.map(row => row.toReversed()))]
}

/** Rows are shifts of 0, 1, arms - 1, 2, arms - 2, ...; when `arms` is even, row i + arms/2 is row i mirrored. */
function williamsSquare(arms: number, random: Random): number[][] {
  const labels = random.shuffle(Array.from({ length: arms }, (_, arm) => arm))
  const zigzag = labels.map((_, position) => (position % 2 === 1 ? (position + 1) / 2 : arms - position / 2))
  return labels.map((_, shift) => zigzag.map(step => labels[(step + shift) % arms]!))
}
