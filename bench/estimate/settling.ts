import type { RunFile } from '../archive/run-file.ts'
import type { Estimate } from '../stats/interval.ts'
import { estimateLogRatio } from '../stats/interval.ts'
import type { CellCosts } from './launch-costs.ts'
import { isDisturbed } from './disturbance.ts'
import { connectionCost, defined, usPerRequest } from './launch-costs.ts'

/** A cell whose later rounds cost at least this much more or less than its earlier ones, in all of the interval, has not settled. */
const settledWithin = 0.1

/** Fewer rounds than this say nothing about a trend. */
const leastRounds = 2

/** The saturated cells of a run, each with how far it had settled; those that had not lose their figures and say why. */
export function settledCells(
  run: Pick<RunFile, 'connectionCosts' | 'settings'>,
  cells: ReadonlyMap<string, CellCosts>,
): ReadonlyMap<string, CellCosts> {
  if (run.settings.roundsPerLaunch < leastRounds) return cells
  const connectionNs = connectionCost(run)
  return new Map([...cells].map(([key, cell]) => [key, cell.key.load === 'saturated' ? settle(run, cell, connectionNs) : cell]))
}

function settle(run: Pick<RunFile, 'settings'>, cell: CellCosts, connectionNs: number): CellCosts {
  const half = run.settings.roundsPerLaunch / 2
  const changes = defined(
    cell.logUs.map((_, launch) => {
      // A collection in one half would be taken for a trend.
      const bursts = cell.valid.filter((burst) => burst.launch === launch && !isDisturbed(burst))
      const costOf = (chosen: typeof bursts) => Math.log(Math.min(...chosen.map((burst) => usPerRequest(burst, connectionNs))))
      const early = bursts.filter(({ round }) => round < Math.floor(half))
      const late = bursts.filter(({ round }) => round >= Math.ceil(half))
      return early.length === 0 || late.length === 0 ? undefined : costOf(late) - costOf(early)
    }),
  )
  const settling = estimateLogRatio(changes) ?? null
  if (settling === null || hasSettled(settling)) return { ...cell, settling }
  const change = `${settling.point < 1 ? 'fell' : 'rose'} by ${(Math.abs(settling.point - 1) * 100).toFixed(0)} %`
  return {
    ...cell,
    settling,
    logUs: cell.logUs.map(() => undefined),
    valid: [],
    lastVoidReason: `its cost still ${change} from the earlier to the later rounds: warm it longer (--warmup)`,
  }
}

function hasSettled(settling: Estimate): boolean {
  return settling.kind === 'point-only' || (settling.high >= 1 - settledWithin && settling.low <= 1 / (1 - settledWithin))
}
