import type { RunFile } from '../archive/run-file.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import { mismatches } from '../model/micro-fit.ts'
import { formatCsvCell } from './csv-cell.ts'
import type { EstimateRow } from './estimate-rows.ts'
import { estimateRows } from './estimate-rows.ts'
import { breakdownRows, microRows } from './micro-rows.ts'
import { modelCheckRows } from './model-check-rows.ts'
import { scenarioRows } from './scenario-rows.ts'

/** Header and content of each column; results/README.md says what they mean. */
const columns: readonly (readonly [head: string, value: (row: EstimateRow) => string | number | null | undefined])[] = [
  ['table', ({ table }) => table],
  ['strategy', ({ strategy }) => strategy],
  ['against', ({ against }) => against],
  ['response_class', ({ responseClass }) => responseClass],
  ['size_bytes', ({ sizeBytes }) => sizeBytes],
  ['load', ({ load }) => load],
  ['scenario', ({ scenario }) => scenario],
  ['variant', ({ variant }) => variant],
  ['figure', ({ figure }) => figure],
  ['unit', ({ unit }) => unit],
  ['value', ({ value }) => value],
  ['low', ({ low }) => low],
  ['high', ({ high }) => high],
  ['level', ({ level }) => level],
  ['launches', ({ launches }) => launches],
  ['remark', ({ remark }) => remark],
]

/**
 * Every figure of a run, and of the micro file joined to it (one of another machine is left out), one a line, in its unit and in full: a pure function of both.
 * The run's name comes first, so that files can be put together.
 */
export function formatCsv(run: RunFile, micro?: MicroFile): string {
  const rows = [
    ...(run.estimates === null ? [] : estimateRows(run.estimates)),
    ...scenarioRows(run.scenarios),
    ...(run.modelCheck == null ? [] : modelCheckRows(run.modelCheck)),
    ...(micro === undefined || mismatches(run, micro).length > 0 ? [] : [...microRows(micro), ...breakdownRows(run, micro)]),
  ]
  const line = (cells: readonly (string | number | null | undefined)[]) => cells.map((cell) => formatCsvCell(cell ?? null)).join(',')
  return `${[line(['run', ...columns.map(([head]) => head)]), ...rows.map((row) => line([run.id, ...columns.map(([, value]) => value(row))]))].join('\n')}\n`
}
