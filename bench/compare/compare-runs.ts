import type { EstimateEntry, UnitCost } from '../archive/estimates-schema.ts'
import type { RunFile } from '../archive/run-file.ts'
import type { ByteComparison } from './compare-bytes.ts'
import { compareBytes } from './compare-bytes.ts'
import { cellName, cellOf } from './cell-name.ts'
import { findRemarks } from './comparability.ts'
import type { GrossChange } from './gross-change.ts'
import { allowances, judgeChange } from './gross-change.ts'

export interface ComparedCell extends GrossChange {
  readonly cell: string
  /** Server CPU as a multiple of `none` on the same request, or in µs: of `none` itself, and where a run has no `none`. */
  readonly figure: 'ratio' | 'cpu'
  readonly base: EstimateEntry
  readonly head: EstimateEntry
}

export interface RunComparison {
  readonly schema: 1
  readonly kind: 'etag-bench comparison'
  readonly base: RunEntry
  readonly head: RunEntry
  /** Why the runs should not be compared; not empty only where that was asked for all the same. */
  readonly obstacles: readonly string[]
  readonly remarks: readonly string[]
  readonly cells: readonly ComparedCell[]
  /** Cells that only one run has, or that are void in one. */
  readonly notCompared: readonly string[]
  readonly bytes: ByteComparison
  /** Violations that head has and base has not. */
  readonly violations: readonly string[]
  readonly exitCode: number
}

export interface RunEntry {
  readonly id: string
  readonly startedAt: string
  readonly commit: string | null
  readonly dirty: boolean | null
}

/** Everything that two runs that were made one after the other can say about each other: a pure function of their files. */
export function compareRuns(base: RunFile, head: RunFile, obstacles: readonly string[], failOnCannotTell: boolean): RunComparison {
  const { cells, notCompared } = compareCells(base, head)
  const bytes = compareBytes(base, head)
  const violations = newViolations(base, head)
  const failed = cells.some(({ verdict }) => verdict === 'slower') || bytes.different.length > 0 || violations.length > 0
  const open = cells.some(({ verdict }) => verdict === 'cannot-tell')
  const exitCode = failed ? 1 : failOnCannotTell && open ? 3 : 0
  return { schema: 1, kind: 'etag-bench comparison', base: entryOf(base), head: entryOf(head), obstacles, remarks: findRemarks(base, head), cells, notCompared, bytes, violations, exitCode }
}

function compareCells(base: RunFile, head: RunFile): Pick<RunComparison, 'cells' | 'notCompared'> {
  const before = new Map((base.estimates?.unitCosts ?? []).map((cost) => [cellName(cellOf(cost)), cost]))
  const after = new Map((head.estimates?.unitCosts ?? []).map((cost) => [cellName(cellOf(cost)), cost]))
  const all = [...(base.estimates?.unitCosts ?? []), ...(head.estimates?.unitCosts ?? [])]
  const arms = [...base.arms, ...head.arms].map(({ name }) => name)
  const inOrder = all.toSorted((a, b) => a.load.localeCompare(b.load) * -1 || a.sizeBytes - b.sizeBytes || a.responseClass.localeCompare(b.responseClass) || arms.indexOf(a.arm) - arms.indexOf(b.arm))
  const names = [...new Set(inOrder.map((cost) => cellName(cellOf(cost))))]
  const cells = names.flatMap((cell) => compareCell(cell, before.get(cell), after.get(cell)))
  return { cells, notCompared: names.filter((name) => !cells.some(({ cell }) => cell === name)) }
}

function compareCell(cell: string, base: UnitCost | undefined, head: UnitCost | undefined): readonly ComparedCell[] {
  const [baseRatio, headRatio] = [ratioOf(base), ratioOf(head)]
  if (baseRatio !== null && headRatio !== null) return [{ cell, figure: 'ratio', base: baseRatio, head: headRatio, ...judgeChange(baseRatio, headRatio, allowances.ratio) }]
  const [baseCpu, headCpu] = [base?.cpuUsPerRequest ?? null, head?.cpuUsPerRequest ?? null]
  if (baseCpu === null || headCpu === null) return []
  return [{ cell, figure: 'cpu', base: baseCpu, head: headCpu, ...judgeChange(baseCpu, headCpu, allowances.cpu) }]
}

/** `none` over `none` says nothing of it. */
const ratioOf = (cost: UnitCost | undefined) => (cost === undefined || cost.arm === 'none' ? null : cost.ratioToControl)

function newViolations(base: RunFile, head: RunFile): readonly string[] {
  const known = new Set(violationsOf(base).map(({ key }) => key))
  return violationsOf(head).filter(({ key }) => !known.has(key)).map(({ key, message }) => `${key}: ${message}`)
}

function violationsOf({ scenarios }: RunFile) {
  return scenarios.flatMap(({ scenario, variant, strategy, sizeBytes, violations }) =>
    violations.map(({ kind, message }) => ({ key: `${kind} in ${[scenario, variant].filter((part) => part !== '').join(' ')} of ${cellName({ arm: strategy, sizeBytes })}`, message })))
}

const entryOf = ({ id, startedAt, environment: { commit, dirty } }: RunFile): RunEntry => ({ id, startedAt, commit, dirty })
