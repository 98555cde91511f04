import type { EstimateEntry } from '../archive/estimates-schema.ts'
import { formatColumns } from '../report/columns.ts'
import { wrap } from '../report/terminal.ts'
import { listFirst } from '../report/view/name-list.ts'
import { formatFigure } from '../units.ts'
import type { ComparedCell, RunComparison, RunEntry } from './compare-runs.ts'
import { allowances } from './gross-change.ts'

const cellWidth = 28
/** Of a list of names. */
const mostNames = 8

/** A comparison as text of at most 80 columns, without colour. */
export function formatComparison(comparison: RunComparison): string {
  const { base, head, obstacles, remarks, cells, notCompared, bytes, violations } = comparison
  const lines = [
    ...wrap(`base: ${describeRun(base)}`),
    ...wrap(`head: ${describeRun(head)}`),
    ...obstacles.flatMap((obstacle) => wrap(`warning: not comparable, compared all the same (--force): ${obstacle}`)),
    ...remarks.flatMap((remark) => wrap(`note: ${remark}`)),
    '',
    ...formatCells(cells),
    '',
    ...wrap(legend),
    ...wrap(describeSight(cells)),
    ...wrap(describeBytes(comparison), '- ', '  '),
    ...bytes.different.flatMap(({ cell, direction, base: was, head: is }) => wrap(`bytes ${direction} of ${cell}: ${formatBytes(was)} -> ${formatBytes(is)}`, '- ', '  ')),
    ...violations.flatMap((violation) => wrap(`new violation: ${violation}`, '- ', '  ')),
    ...(notCompared.length === 0 ? [] : wrap(`not compared, since only one run has a valid figure: ${listFirst(notCompared, mostNames)}`, '- ', '  ')),
  ]
  return `${lines.join('\n')}\n`
}

const legend = `base and head: server CPU per request as a multiple of none (x), or in µs; seen from: the smallest slowdown that would have been called one. Gross is a change by which both 95 % intervals lie apart by more than ${allowances.ratio * 100} % (x) or ${allowances.cpu * 100} % (µs).`

function formatCells(cells: readonly ComparedCell[]): string[] {
  const rows = cells.map(({ cell, figure, base, head, ratio, seenFrom, verdict }) => ({
    name: cell,
    cells: [formatValue(figure, base), formatValue(figure, head), formatChange(ratio), seenFrom === null ? '-' : formatChange(seenFrom), verdictTexts[verdict]],
  }))
  return formatColumns('cell', ['base', 'head', 'change', 'seen from', 'verdict'], rows, 5, cellWidth)
}

const verdictTexts = { slower: 'SLOWER', faster: 'faster', 'no-gross-change': '-', 'cannot-tell': 'cannot tell' } as const

function describeSight(cells: readonly ComparedCell[]): string {
  const seen = cells.flatMap(({ seenFrom }) => (seenFrom === null ? [] : [seenFrom])).toSorted((a, b) => a - b)
  const [least, most] = [seen[0], seen.at(-1)]
  const size = least === undefined || most === undefined ? 'nothing of what both measured' : `slowdowns of ${formatChange(least)} (in its calmest cell) to ${formatChange(most)} (in its noisiest)`
  return `Two runs made one after the other see gross changes only: the hour is in every figure of a run. This comparison could have seen ${size}. For less than that: npm run ab.`
}

function describeBytes({ bytes: { compared, different, inexact } }: RunComparison): string {
  const varying = inexact.length === 0 ? '' : `; widths change within a run of ${inexact.join(', ')}: not compared`
  return `exact bytes: ${compared} figures compared, ${different.length} differ${varying}`
}

function describeRun({ id, commit, dirty }: RunEntry): string {
  const code = commit === null ? 'no commit' : `commit ${commit.slice(0, 10)}${dirty === true ? ' with changes' : ''}`
  return `${id}, ${code}`
}

const formatValue = (figure: ComparedCell['figure'], { point }: EstimateEntry) => (figure === 'ratio' ? `x${formatFigure(point)}` : formatFigure(point))
const formatChange = (ratio: number) => `${ratio < 1 ? '' : '+'}${((ratio - 1) * 100).toFixed(0)}%`
const formatBytes = (bytes: number) => String(Number(bytes.toFixed(2)))
