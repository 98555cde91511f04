import type { Observation } from '../load/observation.ts'

/** When the first request of a run was to start; 0 without requests. */
export function startOf(observations: readonly Observation[]): number {
  const earliest = observations.reduce((least, { intendedNs }) => Math.min(least, intendedNs), Infinity)
  return Number.isFinite(earliest) ? earliest : 0
}

/** `12.345 ms`: for evidence, to the microsecond. */
export function formatSince(startNs: number, ns: number): string {
  return `${((ns - startNs) / 1e6).toFixed(3)} ms`
}
