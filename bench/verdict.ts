import type { RunFile } from './archive/run-file.ts'

/**
 * 1: a violation; 4: unit costs were asked for and none is valid, or nothing at all is; 0: fine (findings are no failure).
 * A run that ended early throws, and the error has the code.
 */
export function exitCodeOfRun(run: RunFile): number {
  if (run.scenarios.some(({ violations }) => violations.length > 0)) return 1
  const unitCosts = run.estimates?.unitCosts ?? []
  const played = run.scenarios.some(({ voidReason }) => voidReason === null)
  const measured = unitCosts.some(({ voidReason }) => voidReason === null)
  return measured || (unitCosts.length === 0 && played) ? 0 : 4
}
