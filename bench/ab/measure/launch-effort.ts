import type { AbSettings } from '../ab-file.ts'

export type LaunchEffort = Pick<AbSettings, 'warmupCpuMsPerClass' | 'pairsPerLaunch'>

/** How long a launch warms up and how many pairs it takes: whole sixes, in which the order of three sides is balanced (METHOD.md, "Base against head"). */
export function launchEffort(mode: AbSettings['mode']): LaunchEffort {
  return mode === 'smoke' ? { warmupCpuMsPerClass: 100, pairsPerLaunch: 4 } : { warmupCpuMsPerClass: 400, pairsPerLaunch: 18 }
}
