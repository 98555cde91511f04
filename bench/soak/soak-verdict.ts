import type { RunFile } from '../archive/run-file.ts'
import { controlName } from '../plan/arm.ts'
import { exitCodeOfRun } from '../verdict.ts'
import type { SoakFigures } from './soak-figures.ts'

/** Fewer conflicts prove little, with more of them editors do hardly anything but wait. */
const abortRateLimits = { least: 0.1, most: 0.6 }
/** Without guards: below this the editors hardly met. */
const leastLostFraction = 0.05

/**
 * Why a soak does not prove what it is for, one sentence each; none: it does. A guard that lost nothing has withstood only
 * what there was to withstand.
 */
export function findShortcomings(figures: readonly SoakFigures[], arms: RunFile['arms']): readonly string[] {
  return figures.flatMap(({ strategy, edits, abortRate, lostAtLeast }) => {
    const arm = arms.find(({ name }) => name === strategy)
    if (arm?.strongTag === true && (abortRate < abortRateLimits.least || abortRate > abortRateLimits.most)) {
      return [`${strategy} aborted ${percent(abortRate)} of attempts: a soak needs 10 to 60 %`]
    }
    if (arm?.name === controlName && lostAtLeast < edits * leastLostFraction) {
      return [`${strategy} lost ${percent(lostAtLeast / edits)} of edits: with real contention it loses at least 5 %`]
    }
    return []
  })
}

/** 1: a violation; 4: nobody was tried hard enough; 0: fine. */
export function exitCodeOfSoak(run: RunFile, shortcomings: readonly string[]): number {
  const code = exitCodeOfRun(run)
  return code === 0 && shortcomings.length > 0 ? 4 : code
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`
}
