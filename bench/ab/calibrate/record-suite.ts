import type { AbFile } from '../ab-file.ts'
import { cellEvidence } from '../cell-evidence.ts'
import type { CalibrationSuite } from './calibration-suite.ts'
import { calibrationSchemaVersion } from './calibration-suite.ts'

/**
 * What is kept of a whole suite: its launches and verdicts without the raw pairs. `harnessDirty` is told by the caller, for
 * the log itself changes with every suite. Throws a RangeError for a suite that was not injected into or did not end.
 */
export function recordSuite(file: AbFile, harnessDirty: boolean | null): CalibrationSuite {
  const { injection, finishedAt, exitCode, launches, verdicts } = file
  if (injection === null || finishedAt === null || exitCode === null || file.status !== 'complete') {
    throw new RangeError(`suite ${file.id} is no whole calibration suite: status ${file.status}, injection ${injection === null ? 'none' : 'there'}`)
  }
  const { cells, failOnCannotTell: _fails, exactGates: _exact, payloadFile: _payload, ...settings } = file.settings
  const { commit: harnessCommit, dirty: _dirty, ...environment } = file.environment
  const evidence = cellEvidence(cells.map(({ name }) => name), launches, settings.pairsPerLaunch)
  const pairs = launches.flatMap((launch) => launch.pairs)
  const foreign = launches.flatMap(({ foreignCores }) => foreignCores ?? [])
  return {
    schema: calibrationSchemaVersion,
    id: file.id,
    startedAt: file.startedAt,
    elapsedMs: Date.parse(finishedAt) - Date.parse(file.startedAt),
    commit: file.builds.base.commit,
    harnessCommit,
    harnessDirty,
    environment,
    settings,
    injection,
    launches: launches.filter(({ confirmation }) => !confirmation).length,
    confirmationLaunches: launches.filter(({ confirmation }) => confirmation).length,
    mostForeignCores: foreign.length === 0 ? null : Math.max(...foreign),
    pairs: pairs.length,
    voidPairs: pairs.filter(({ voidReason }) => voidReason !== null).length,
    disturbedPairs: pairs.filter(({ voidReason, disturbed = [] }) => voidReason === null && disturbed.length > 0).length,
    exitCode,
    warnings: file.warnings,
    cells: verdicts.map(({ unconfirmedAlarm: _alarm, ...verdict }) => {
      const { head, control, confirmation, confirmationControl, voidReason } = evidence.find(({ cell }) => cell === verdict.cell)!
      return { ...verdict, head: [...head], control: [...control], confirmation: [...confirmation], confirmationControl: [...confirmationControl], voidReason }
    }),
  }
}
