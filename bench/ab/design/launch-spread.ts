/** With fewer launches a spread says too little. */
const leastLaunches = 4

/**
 * Standard deviation of launches around the mean of their own arm, head and control together: a change of head moves
 * its mean and not its spread. `undefined` with fewer than four launches of either.
 */
export function launchSpread(head: readonly number[], control: readonly number[]): number | undefined {
  if (head.length < leastLaunches || control.length < leastLaunches) return undefined
  return Math.sqrt((squares(head) + squares(control)) / (head.length + control.length - 2))
}

function squares(effects: readonly number[]): number {
  const mean = effects.reduce((sum, effect) => sum + effect, 0) / effects.length
  return effects.reduce((sum, effect) => sum + (effect - mean) ** 2, 0)
}
