import type { AbSettings } from '../ab-file.ts'

export type LaunchEffort = Pick<AbSettings, 'warmupCpuMsPerClass' | 'pairsPerLaunch'>

/** A whole number of designs: three sides are balanced over six rounds. */
const roundsOfDesign = 6

/** Server CPU that the warm-up of all cells takes on each side; a class gets what a bench gives it, or more. */
const warmupCpuMs = 10_500
const warmupLimitsMs = { least: 700, most: 2_000 }

/**
 * How long a launch warms up and how many pairs it takes. What a launch costs beside its pairs is shared by its cells, so
 * that few cells get a longer warm-up and more pairs (METHOD.md, "The gate").
 */
export function launchEffort(mode: AbSettings['mode'], cells: number): LaunchEffort {
  if (mode === 'smoke') return { warmupCpuMsPerClass: 100, pairsPerLaunch: 4 }
  return {
    warmupCpuMsPerClass: Math.min(warmupLimitsMs.most, Math.max(warmupLimitsMs.least, Math.round(warmupCpuMs / cells))),
    pairsPerLaunch: roundsOfDesign * (cells > 4 ? 2 : 4),
  }
}
