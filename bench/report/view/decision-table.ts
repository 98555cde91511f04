import type { RunFile } from '../../archive/run-file.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { formatFigure } from '../../units.ts'
import { formatLost } from '../edit-table.ts'
import { formatBytes } from '../format-bytes.ts'
import { formatFactor } from './format-estimate.ts'
import { middleSizeOf } from './middle-size.ts'
import type { Safety } from './safety.ts'
import { readSafety } from './safety.ts'
import type { Table } from './table.ts'
import { figureColumn, nameColumn, textColumn } from './table.ts'

/** What a strategy is picked by, a row each: does it lose anything, what does it cost, what does it save, what to know. */
export interface DecisionTable extends Table {
  /** Of each row, whether anything got lost, so that it can be marked. */
  readonly verdicts: readonly ('keeps' | 'loses' | 'unguarded')[]
  /** Of each row, whether its edits lost and its false 304s are any; null: not tried. */
  readonly losses: readonly { readonly edits: boolean | null; readonly false304s: boolean | null }[]
}

/** Those that lose nothing first, cheapest 304 first among alike. */
export function decisionTable(run: RunFile): DecisionTable {
  const size = middleSizeOf(run)
  const safety = readSafety(run)
  const us = (name: string, responseClass: string) => findCost(run, name, responseClass, size)?.cpuUsPerRequest?.point
  const rank = { keeps: 0, unguarded: 1, loses: 2 }
  const sorted = safety
    .map((each) => ({ ...each, verdict: verdictOf(each), us304: us(each.name, '304') ?? Number.POSITIVE_INFINITY }))
    .toSorted((a, b) => rank[a.verdict] - rank[b.verdict] || a.us304 - b.us304)
  const cpuHead = (what: string) => figureColumn(`${what}, µs`)
  return {
    caption: `CPU at ${formatSize(size)}, saturated, with × what the control spends on the same request`,
    columns: [
      nameColumn('strategy'), figureColumn('edits lost'), figureColumn('false 304s'), cpuHead('304'), cpuHead('200'), cpuHead('write'),
      figureColumn('saved per 304'), textColumn('what it is'),
    ],
    rows: sorted.map((each) => [
      each.name,
      describeLosses(each),
      describeFalse(each),
      ...['304', '200', 'put'].map((responseClass) => describeCost(run, each.name, responseClass, size)),
      describeSaving(run, each.name, size),
      describeArm(run, each.name),
    ]),
    verdicts: sorted.map(({ verdict }) => verdict),
    losses: sorted.map(lossesOf),
  }
}

function verdictOf(safety: Safety): DecisionTable['verdicts'][number] {
  const { edits, false304s } = lossesOf(safety)
  if (edits || false304s || safety.violations > 0) return 'loses'
  return safety.losesNothing && safety.strongTag ? 'keeps' : 'unguarded'
}

function lossesOf({ lost, falseNotModified }: Safety): DecisionTable['losses'][number] {
  const polled = falseNotModified !== null && falseNotModified.notModified > 0
  return { edits: lost === null ? null : lost.most > 0, false304s: polled ? falseNotModified.certain > 0 : null }
}

function describeLosses({ lost }: Safety): string {
  if (lost === null) return 'not tried'
  return formatLost(lost)
}

function describeFalse({ falseNotModified }: Safety): string {
  if (falseNotModified?.notModified === 0) return '–'
  return falseNotModified === null ? 'not tried' : `${falseNotModified.certain} of ${falseNotModified.notModified}`
}

function findCost({ estimates }: RunFile, name: string, responseClass: string, sizeBytes: number) {
  return estimates?.unitCosts.find((each) => each.arm === name && each.responseClass === responseClass && each.sizeBytes === sizeBytes && each.load === 'saturated')
}

/** The control answers no 304: what it spends on that poll is in the column of the 200. */
function describeCost(run: RunFile, name: string, responseClass: string, sizeBytes: number): string {
  const cost = findCost(run, name, responseClass, sizeBytes)
  const isControl = run.arms.some((arm) => arm.name === name && arm.role === 'control')
  if (cost === undefined || (isControl && responseClass === '304')) return '–'
  if (cost.cpuUsPerRequest === null) return 'void'
  const factor = isControl || cost.ratioToControl === null ? '' : ` ×${formatFactor(cost.ratioToControl.point)}`
  return `${formatFigure(cost.cpuUsPerRequest.point)}${factor}`
}

function describeSaving({ estimates }: RunFile, name: string, sizeBytes: number): string {
  const saving = estimates?.savings.find((each) => each.strategy === name && each.sizeBytes === sizeBytes)
  return saving === undefined ? '–' : formatBytes(saving.bytesSavedPer304)
}

function describeArm({ arms }: RunFile, name: string): string {
  const arm = arms.find((each) => each.name === name)
  if (arm === undefined) return ''
  const needs = arm.asksFor?.includes('column') ? ['Needs a column of its own'] : []
  return [arm.summary, ...needs, ...(arm.caveat == null ? [] : [`Beware: ${arm.caveat}`])].join('. ')
}
