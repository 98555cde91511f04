import type { ScenarioRecord } from '../archive/scenario-record.ts'
import type { ErrorCode } from '../errors.ts'
import { BenchError, formatError } from '../errors.ts'
import type { ChargeKind } from '../oracle/judge.ts'

/**
 * By what a run tells that something is wrong with a server: a charge of an oracle, an error's code, its timing. Figures of
 * one record that contradict each other tell that the harness itself was led astray.
 */
export type Sign = ChargeKind | ErrorCode | 'dropped-arrivals' | 'slow-answers' | 'figures-disagree'

/** A sign as one run showed it. */
export interface Sighting {
  readonly sign: Sign
  /** What the run's own output says. */
  readonly message: string
}

/** No answer of a sound server to a script of the selfcheck takes so long, from its intended start, on any machine. */
const slowAfterNs = 1.5e9

/**
 * All that the record of a scenario holds against its server. Requests that left late for want of a core make a record
 * void too, but that speaks of this machine and of no server.
 */
export function signsOfRecord(record: ScenarioRecord): readonly Sighting[] {
  const { findings, violations, dropped, voidReason, byKind } = record
  const slowestNs = Math.max(0, ...Object.values(byKind).map(({ responseTime }) => responseTime.maxNs))
  return [
    ...[...violations, ...findings].map(({ kind, message }) => ({ sign: kind as ChargeKind, message })),
    ...(dropped > 0 ? [{ sign: 'dropped-arrivals' as const, message: voidReason ?? `${dropped} requests were dropped` }] : []),
    ...(slowestNs >= slowAfterNs
      ? [{ sign: 'slow-answers' as const, message: `an answer came ${(slowestNs / 1e9).toFixed(1)} s after its intended start` }]
      : []),
    ...disagreementsOf(record).map((message) => ({ sign: 'figures-disagree' as const, message })),
  ]
}

/** What is counted in two ways must come to the same. */
function disagreementsOf({ requests, statuses, byKind, polls, edits }: ScenarioRecord): readonly string[] {
  const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)
  const pairs: readonly (readonly [what: string, one: number, other: number])[] = [
    ['requests by their status', sumOf(Object.values(statuses)), requests],
    ['requests by their kind', sumOf(Object.values(byKind).map((ofKind) => ofKind.requests)), requests],
    ['304s to polls', polls?.notModified ?? 0, byKind['poll']?.outcomes['not-modified'] ?? 0],
    ['committed edits', edits?.committed ?? 0, byKind['edit']?.outcomes['committed'] ?? 0],
  ]
  return pairs.filter(([, one, other]) => one !== other).map(([what, one, other]) => `${what}: ${one} and ${other}`)
}

/** What ended a scenario; an error that nobody foresaw is a failure of the harness. */
export function signOfError(error: unknown): Sighting {
  return { sign: error instanceof BenchError ? error.code : 'harness', message: formatError(error) }
}
