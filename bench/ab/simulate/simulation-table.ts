import { formatColumns } from '../../report/columns.ts'
import { median } from '../../stats/median.ts'
import { percentText } from '../design/percent-text.ts'
import type { FalseAlarms } from './false-alarms.ts'
import type { PowerPoint } from './power-curve.ts'
import type { GateSimulation } from './simulate-gate.ts'

/** The lines of `npm run calibrate -- simulate`: both error rates of the gate, by where its launches were drawn from. */
export function simulationTable({ falseAlarms, power }: GateSimulation): string[] {
  const sources = [...new Set(power.map(({ source }) => source))]
  return [
    'False alarms: suites without a change that matters',
    ...falseAlarms.flatMap(falseAlarmLines),
    ...sources.flatMap(source => powerLines(source, power.filter(point => point.source === source))),
  ]
}

function falseAlarmLines(of: FalseAlarms): string[] {
  const what = of.effect === 0 ? 'A/A' : `all cells ${percentText(of.effect)} slower`
  return [
    '',
    `${what}, ${of.source}`,
    `  ${of.suites} suites of ${of.cells} cells, launch sd ${spreadText(of.launchSds)}`,
    `  regressed: ${of.regressed}, at most ${(of.regressedAtMost * 100).toFixed(4)}% of suites (95 %); unconfirmed alarms: ${of.alarmed - of.regressed}`,
    `  with a cell that is improved: ${of.improved}, void: ${of.voided}, cannot tell: ${of.cannotTell}`,
    `  launches: ${of.meanLaunches.toFixed(1)} a suite, ${of.meanCellLaunches.toFixed(1)} a cell`,
  ]
}

/** A few spreads by name, more by their range. */
function spreadText(launchSds: readonly number[]): string {
  const distinct = [...new Set(launchSds.map(percentText))]
  if (distinct.length <= 6) return distinct.join(', ')
  return `${percentText(Math.min(...launchSds))} to ${percentText(Math.max(...launchSds))}, median ${percentText(median(launchSds))}`
}

function powerLines(source: string, points: readonly PowerPoint[]): string[] {
  const effects = [...new Set(points.map(({ effect }) => effect))]
  const spreads = [...new Set(points.map(({ launchSd }) => launchSd))]
  const table = (corner: string, cellOf: (point: PowerPoint) => string) => {
    const heads = spreads.map(sd => percentText(sd))
    const rows = effects.map(effect => {
      const cells = spreads.map(sd => cellOf(points.find(point => point.effect === effect && point.launchSd === sd)!))
      return { name: `+${percentText(effect)}`, cells }
    })
    return ['', ...formatColumns(corner, heads, rows, 8)]
  }
  return [
    '',
    `Slowdowns found, confirmation included: ${source}`,
    `  ${points[0]!.suites} simulations a figure; columns: launch sd`,
    ...table('found', point => percentage(point.found)),
    ...table('cannot tell', point => percentage(point.cannotTell)),
    ...table('launches', point => point.meanLaunches.toFixed(1)),
    ...table('interval holds', point => percentage(point.intervalCoverage)),
  ]
}

function percentage(fraction: number): string {
  return `${(fraction * 100).toFixed(1)}%`
}
