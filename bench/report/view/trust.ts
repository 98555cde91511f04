import type { RunFile } from '../../archive/run-file.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { lastAttempts } from '../scenario-group.ts'
import { formatPercent, formatTimes } from './format-estimate.ts'
import type { Table } from './table.ts'
import { figureColumn, nameColumn, textColumn } from './table.ts'

/** How far a run can be trusted, and what does not count in it. */
export interface Trust {
  /** What must be known before any figure is used: a broken promise, a run that ended early, a control that does not hold. */
  readonly alarms: readonly string[]
  /** What makes intervals wider than they need be, or a figure less than it seems. */
  readonly warnings: readonly string[]
  /** Checks that the run makes of itself, each with what it found. */
  readonly checks: readonly string[]
  /** Cells and scripts without a figure, with the reason. */
  readonly voids: Table
  /** Reasons for which bursts were not counted, with how often. */
  readonly voidBursts: Table
}

export function readTrust(run: RunFile): Trust {
  return {
    alarms: [...partial(run), ...controlAlarm(run), ...violations(run)],
    warnings: [...run.warnings, ...fewLaunches(run), ...otherFindings(run)],
    checks: checks(run),
    voids: voids(run),
    voidBursts: voidBursts(run),
  }
}

function partial({ status, endedBy }: RunFile): readonly string[] {
  return status === 'partial' ? [`Partial run: it ended before everything was measured. ${endedBy ?? 'It may still be under way'}`] : []
}

function controlHolds({ estimates }: RunFile): boolean | undefined {
  const overall = estimates?.control.overall
  return overall?.kind === 'interval' ? overall.low <= 1 && 1 <= overall.high : undefined
}

function controlAlarm(run: RunFile): readonly string[] {
  if (controlHolds(run) !== false) return []
  return [`The A/A control does not hold 1 (${formatTimes(run.estimates?.control.overall ?? null)}): the same server, measured twice, differs. Do not trust small differences in this run; run it again on a quieter machine.`]
}

function violations({ scenarios }: RunFile): readonly string[] {
  return scenarios.flatMap(({ scenario, variant, strategy, violations: broken }) =>
    broken.map(({ kind, message }) => `Violation ${kind} in ${placeOf(scenario, variant)} on ${strategy}: ${message}`),
  )
}

/** Lost edits, false and useless answers have charts and tables of their own. */
const shownElsewhere = ['lost-updates', 'false-not-modified', 'useless-ok']

function otherFindings({ scenarios }: RunFile): readonly string[] {
  return lastAttempts(scenarios).flatMap(({ scenario, variant, strategy, findings }) =>
    findings.filter(({ kind }) => !shownElsewhere.includes(kind)).map(({ kind, message }) => `${kind} in ${placeOf(scenario, variant)} on ${strategy}: ${message}`),
  )
}

const placeOf = (scenario: string, variant: string) => (variant === 'default' ? scenario : `${scenario} (${variant})`)

function fewLaunches({ estimates, settings }: RunFile): readonly string[] {
  const without = estimates?.unitCosts.find(({ cpuUsPerRequest }) => cpuUsPerRequest?.kind === 'point-only')?.cpuUsPerRequest
  if (without?.kind !== 'point-only') return []
  return [`Some figures have no interval (${without.why}); the run was set to ${settings.launches} launches.`]
}

function checks(run: RunFile): readonly string[] {
  const { estimates, bursts } = run
  if (estimates === null) return []
  const { control, laneAgreement, medianRelativeHalfWidth } = estimates
  const holds = controlHolds(run)
  const voided = bursts.filter(({ voidReason }) => voidReason !== null).length
  return [
    ...(control.overall === null
      ? []
      : [`A/A control, the same server twice: ${formatTimes(control.overall)}. ${holds === undefined ? 'It says nothing yet: too few launches' : holds ? 'It holds 1, as it must' : 'It does not hold 1'}.`]),
    ...(medianRelativeHalfWidth === null ? [] : [`Half of the 95 % intervals on saturated ratios are narrower than ± ${formatPercent(medianRelativeHalfWidth)}.`]),
    ...(laneAgreement === null ? [] : [`Both load generators on the same requests, virtual users over autocannon: ${formatTimes(laneAgreement)}.`]),
    ...(bursts.length === 0 ? [] : [`${voided} of ${bursts.length} bursts did not count (${formatPercent(voided / bursts.length)}); they were repeated where that was possible.`]),
  ]
}

function voids({ estimates, scenarios }: RunFile): Table {
  const costs = (estimates?.unitCosts ?? [])
    .filter(({ voidReason }) => voidReason !== null)
    .toSorted((a, b) => a.sizeBytes - b.sizeBytes)
    .map(({ arm, responseClass, sizeBytes, load, voidReason }) => [`${responseClass} at ${formatSize(sizeBytes)}, ${load}`, arm, voidReason ?? ''])
  const scripts = lastAttempts(scenarios)
    .filter(({ voidReason }) => voidReason !== null)
    .map(({ scenario, variant, strategy, voidReason }) => [placeOf(scenario, variant), strategy, voidReason ?? ''])
  return { caption: 'Void: without a figure, and why', columns: [nameColumn('what'), nameColumn('server'), textColumn('why')], rows: [...costs, ...scripts] }
}

/** Reasons that differ in their figures only are one. */
function voidBursts({ bursts }: RunFile): Table {
  const reasons = bursts.flatMap(({ voidReason }) => (voidReason === null ? [] : [voidReason]))
  const alike = [...Map.groupBy(reasons, (reason) => reason.replaceAll(/\d+(?:\.\d+)?/g, '#')).values()].toSorted((a, b) => b.length - a.length)
  return {
    caption: 'Bursts that did not count, by reason',
    columns: [textColumn('reason, with an example of its figures'), figureColumn('bursts')],
    rows: alike.map((own) => [own[0] ?? '', String(own.length)]),
  }
}

