import { formatColumns } from '../../report/columns.ts'
import { wrap } from '../../report/terminal.ts'
import { formatDuration } from '../../units.ts'
import { percentText } from '../design/percent-text.ts'
import type { CalibrationReport } from './calibration-report.ts'
import type { DetectionRate, FalseAlarmRate } from './error-rates.ts'

/** A log as lines of at most 80 columns: a pure function. */
export function calibrationTable(report: CalibrationReport): string[] {
  const { suites, leftOut, commits, machines, elapsedMs, noisyLaunchSd } = report
  return [
    ...wrap(`Real suites: ${suites}, of ${commits.map((commit) => commit.slice(0, 10)).join(', ')}; ${formatDuration(elapsedMs.median)} each (median), ${formatDuration(elapsedMs.longest)} at most`),
    ...machines.flatMap((machine) => wrap(machine)),
    ...(leftOut === 0 ? [] : wrap(`Left out: ${leftOut}, by other rules or cut short`)),
    '',
    'False alarms, where nothing was changed; bounds hold with 95 %',
    ...formatColumns('', ['judged', 'alarms', 'at most', 'regressed', 'at most'], report.falseAlarms.filter(({ trials }) => trials > 0).map(falseAlarmRow), 10, 22),
    ...wrap('alarms: before confirmation. base-again, the same build as base, is judged as head would be; its cells count where the launches sufficed. Cells of a suite share launches, suites do not.'),
    '',
    'Slowdowns found, confirmation included; bounds hold with 95 %',
    ...detectionLines(report.detection, 'there is no suite with an injection yet'),
    '',
    `Of these, cells whose launch sd is at most ${percentText(noisyLaunchSd)}`,
    ...detectionLines(report.calmDetection, 'none yet'),
    ...wrap('measured: the median of the printed effects. launches: median, before confirmation. A slowdown that is ruled out, smaller than the margin, has passed.'),
    '',
    'Spread of the launches, by cell',
    ...formatColumns('', ['suites', 'median sd', 'largest sd'], report.spreads.map(({ cell, suites: own, medianSd, largestSd }) => {
      return { name: cell, cells: [String(own), sdText(medianSd), sdText(largestSd)] }
    }), 10, 26),
  ]
}

function falseAlarmRow({ of, unit, trials, alarmed, alarmedAtMost, regressed, regressedAtMost }: FalseAlarmRate) {
  return { name: `${unit}, ${of}`, cells: [String(trials), String(alarmed), boundText(alarmedAtMost), String(regressed), boundText(regressedAtMost)] }
}

function detectionLines(rates: readonly DetectionRate[], none: string): string[] {
  if (rates.length === 0) return [none]
  const heads = ['measured', 'suites', 'cells', 'found', 'at least', 'passed', "can't tell", 'void', 'launches']
  const rows = rates.map(({ percent, suites, cells, found, foundAtLeast, passed, cannotTell, voided, medianEffect, medianLaunches }) => {
    const counts = [suites, cells, found].map(String)
    const others = [passed, cannotTell, voided, medianLaunches].map(String)
    return { name: `+${percent} %`, cells: [medianEffect === null ? '-' : `${(medianEffect * 100).toFixed(1)}%`, ...counts, boundText(foundAtLeast), ...others] }
  })
  return formatColumns('', heads, rows, 6, 7)
}

const boundText = (bound: number | null) => (bound === null ? '-' : `${(bound * 100).toFixed(1)}%`)
const sdText = (sd: number | null) => (sd === null ? '-' : percentText(sd))
