import { hodgesLehmann } from '../../stats/hodges-lehmann.ts'

/** With fewer launches a spread says too little. */
const leastLaunches = 4

/**
 * Standard deviation of launches around the centre of their own arm, head and control together: a change of head moves
 * its centre and not its spread. `undefined` with fewer than four launches of either.
 */
export function launchSpread(head: readonly number[], control: readonly number[]): number | undefined {
  if (head.length < leastLaunches || control.length < leastLaunches) return undefined
  return Math.sqrt((squares(head) + squares(control)) / (head.length + control.length - 2))
}

function squares(effects: readonly number[]): number {
  const centre = hodgesLehmann(effects)
  return effects.reduce((sum, effect) => sum + (effect - centre) ** 2, 0)
}
