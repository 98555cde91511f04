import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { controlName } from '../plan/arm.ts'
import type { EstimateRow } from './estimate-rows.ts'
import { numberRow } from './estimate-rows.ts'
import { savedFraction } from './poll-table.ts'
import { lastAttempts } from './scenario-group.ts'

type Place = Parameters<typeof numberRow>[0]
type Figure = readonly [figure: string, unit: string, value: number | null]

/** Every figure of every script, of each the last attempt; a void one has its reason and no figure. */
export function scenarioRows(records: readonly ScenarioRecord[]): readonly EstimateRow[] {
  const played = lastAttempts(records)
  return played.flatMap((record) => {
    const { scenario, variant, strategy, sizeBytes, voidReason } = record
    const place: Place = { table: 'scenario', scenario, variant, strategy, sizeBytes }
    if (voidReason !== null) return [{ ...place, figure: 'requests', unit: 'requests', value: null, remark: voidReason }]
    const isSame = (other: ScenarioRecord) => other.scenario === scenario && other.variant === variant && other.sizeBytes === sizeBytes
    const control = played.find((other) => other.strategy === controlName && isSame(other))
    const figures = [...requestFigures(record), ...pollFigures(record, control), ...editFigures(record), ...lossFigures(record), ...timeFigures(record)]
    return figures.flatMap(([figure, unit, value]) => numberRow(place, figure, unit, value))
  })
}

function requestFigures({ requests, dropped, generator, byKind }: ScenarioRecord): readonly Figure[] {
  return [
    ['requests', 'requests', requests],
    ['dropped', 'requests', dropped],
    ['late-starts', 'requests', generator.lateStarts],
    ['generator-cpu', 'fraction of a core', generator.cpuFraction],
    ...Object.entries(byKind).flatMap(([kind, each]): Figure[] => [
      [`${kind}-requests`, 'requests', each.requests],
      [`${kind}-sent`, 'bytes', each.sentBytes],
      [`${kind}-received`, 'bytes', each.receivedBytes],
    ]),
  ]
}

function pollFigures(record: ScenarioRecord, control: ScenarioRecord | undefined): readonly Figure[] {
  const { polls, byKind } = record
  if (polls === null) return []
  const asked = byKind['poll']?.requests ?? 0
  return [
    ['304-fraction', 'fraction of polls', asked === 0 ? null : polls.notModified / asked],
    ['saved-fraction', 'fraction of bytes', savedFraction(record, control) ?? null],
    ...inUnit('polls', {
      'conditional-polls': polls.conditional,
      '304s': polls.notModified,
      'true-304s': polls.trueNotModified,
      'certainly-false-304s': polls.certainFalse,
      'possibly-false-304s': polls.possibleFalse,
      'useless-200s': polls.uselessOk,
    }),
  ]
}

function editFigures({ edits }: ScenarioRecord): readonly Figure[] {
  if (edits === null) return []
  const { count, p50Ns, p90Ns, p99Ns } = edits.timeToCommit
  return [
    ['abort-rate', 'fraction of conditional attempts', edits.abortRate],
    ...inUnit('writes', { attempts: edits.attempts, 'blind-attempts': edits.blindAttempts, aborts: edits.aborts }),
    ['committed', 'edits', edits.committed],
    ['attempts-per-commit', 'writes', edits.committed === 0 ? null : edits.attempts / edits.committed],
    ['requests-per-commit', 'requests', edits.requestsPerCommit],
    ['bytes-per-commit', 'bytes', edits.bytesPerCommit],
    ['wasted-requests', 'requests', edits.wastedRequests],
    ['wasted-bytes', 'bytes', edits.wastedBytes],
    ...inUnit('edits', { 'gave-up': edits.gaveUp, indeterminate: edits.indeterminate }),
    ['touches', 'writes', edits.touches],
    ...inUnit('edits/s', { 'committed-rate': edits.committedPerSecond, goodput: edits.goodputPerSecond }),
    ...quantiles('time-to-commit', count, { p50: p50Ns, p90: p90Ns, p99: p99Ns }),
  ]
}

function lossFigures({ edits, lostUpdates, lostByCommitLog, overwritingWrites }: ScenarioRecord): readonly Figure[] {
  if (edits === null) return []
  return [
    ...inUnit('edits', { 'lost-at-least': lostUpdates.least, 'lost-at-most': lostUpdates.most, 'lost-by-commit-log': lostByCommitLog }),
    ['overwriting-writes', 'commits', overwritingWrites],
    ['documents-with-losses', 'documents', lostUpdates.documentsWithLosses],
  ]
}

function timeFigures({ byKind }: ScenarioRecord): readonly Figure[] {
  return Object.entries(byKind).flatMap(([kind, { responseTime, serviceTime }]) =>
    Object.entries({ response: responseTime, service: serviceTime }).flatMap(([clock, { count, p50Ns, p90Ns, p99Ns, maxNs }]) =>
      quantiles(`${kind}-${clock}-time`, count, { p50: p50Ns, p90: p90Ns, p99: p99Ns, max: maxNs }),
    ),
  )
}

/** Nanoseconds by name, told in milliseconds; where nothing was timed they are no figures. */
function quantiles(of: string, count: number, durationsNs: Readonly<Record<string, number>>): readonly Figure[] {
  return Object.entries(durationsNs).map(([name, durationNs]) => [`${of}-${name}`, 'ms', count === 0 ? null : durationNs / 1e6])
}

function inUnit(unit: string, values: Readonly<Record<string, number | null>>): readonly Figure[] {
  return Object.entries(values).map(([figure, value]) => [figure, unit, value])
}
