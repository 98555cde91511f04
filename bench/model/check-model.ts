import type { RunFile } from '../archive/run-file.ts'
import { median } from '../stats/median.ts'
import { checkBytes } from './check-bytes.ts'
import { checkCpu } from './check-cpu.ts'
import { checkEdits } from './check-edits.ts'
import type { CheckedCell, CheckedFigure, CheckSummary, ModelCheck } from './model-check.ts'
import { fitCosts } from './read-cost-basis.ts'

/** What the median error of each figure should stay within. */
const reaches: Readonly<Record<CheckedFigure, number>> = { cpu: 0.1, bytes: 0.02, aborts: 0.15, lost: 0.15 }

/** Holds the model against all of a run that it was not fitted on: mixed bursts, polls and contended edits. */
export function checkModel(run: Omit<RunFile, 'modelCheck'>): ModelCheck {
  const basis = fitCosts(run)
  const checks = [checkCpu(run, basis), checkBytes(run, basis), checkEdits(run)]
  const all = checks.flatMap((check) => check.cells)
  // JSON has neither NaN nor infinity: one such cell would make the run file unreadable.
  const cells = all.filter(({ predicted, relativeError }) => Number.isFinite(predicted) && Number.isFinite(relativeError))
  const broken = all.filter((cell) => !cells.includes(cell))
  const figures = Object.keys(reaches) as CheckedFigure[]
  return {
    cells,
    summaries: figures.map((figure) => summarise(figure, cells.filter((cell) => cell.figure === figure))),
    unchecked: [
      ...checks.flatMap((check) => check.unchecked),
      ...broken.map(({ figure, strategy, what }) => `${figure} of ${strategy}, ${what}: the record gives nothing to divide by`),
    ],
  }
}

function summarise(figure: CheckedFigure, cells: readonly CheckedCell[]): CheckSummary {
  const reach = reaches[figure]
  const [worst] = cells.toSorted((one, other) => Math.abs(other.relativeError) - Math.abs(one.relativeError))
  if (worst === undefined) return { figure, cells: 0, medianError: null, worstError: null, worstCell: null, reach }
  return {
    figure,
    cells: cells.length,
    medianError: median(cells.map(({ relativeError }) => Math.abs(relativeError))),
    worstError: Math.abs(worst.relativeError),
    worstCell: `${worst.strategy}, ${worst.what}`,
    reach,
  }
}
