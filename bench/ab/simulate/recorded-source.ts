import type { Random } from '../../stats/random.ts'
import { validEffects } from '../design/evidence.ts'
import type { CellEvidence, LaunchEffects } from '../design/evidence.ts'
import { launchSpread } from '../design/launch-spread.ts'
import type { LaunchResiduals, ResidualSource } from './residual-source.ts'

/** One cell in one recorded launch, in standard deviations of its cell. */
interface Residual {
  readonly head: number
  readonly control: number
}

/**
 * Draws whole launches, with replacement, from measured suites: what head and control of each cell deviated from their
 * own mean, divided by the cell's launch standard deviation. Cells of a launch stay together, so whatever hit them all
 * hits them all again; simulated cells beyond those recorded reuse them. Each launch is drawn with either sign: under no
 * change head and base could have changed places. Throws a RangeError when no launch is left to draw from.
 */
export function recordedSource(name: string, suites: readonly (readonly CellEvidence[])[]): ResidualSource {
  const launches = suites.flatMap(residualsByLaunch).filter(launch => launch.length > 0)
  if (launches.length === 0) throw new RangeError(`${name}: no recorded launch with four valid ones beside it`)
  return {
    name: `${name} (${launches.length} launches)`,
    draw: (random, cells) => drawLaunch(random, cells, launches[random.integer(launches.length)]!),
  }
}

/** The launch standard deviation of each recorded cell that has one. */
export function recordedSpreads(suites: readonly (readonly CellEvidence[])[]): number[] {
  return suites.flat().flatMap(({ head, control }) => launchSpread(validEffects(head), validEffects(control)) ?? [])
}

function drawLaunch(random: Random, cells: number, launch: readonly Residual[]): LaunchResiduals {
  const sign = random.next() < 0.5 ? -1 : 1
  const first = random.integer(launch.length)
  const drawn = Array.from({ length: cells }, (_, cell) => launch[(first + cell) % launch.length]!)
  return { head: drawn.map(({ head }) => sign * head), control: drawn.map(({ control }) => sign * control) }
}

/** For each launch of a suite, the cells that are valid in it. */
function residualsByLaunch(suite: readonly CellEvidence[]): Residual[][] {
  const byCell = suite.map(cellResiduals)
  const launches = Math.max(0, ...suite.map(({ head }) => head.length))
  return Array.from({ length: launches }, (_, launch) => byCell.flatMap(cell => cell[launch] ?? []))
}

function cellResiduals({ head, control }: CellEvidence): (Residual | undefined)[] {
  const sd = launchSpread(validEffects(head), validEffects(control))
  if (sd === undefined || sd === 0) return []
  const headScale = unbiasedScale(head, sd)
  const controlScale = unbiasedScale(control, sd)
  const [headMean, controlMean] = [mean(validEffects(head)), mean(validEffects(control))]
  return head.map((effect, launch) => {
    const beside = control[launch] ?? null
    if (effect === null || beside === null) return undefined
    return { head: (effect - headMean) * headScale, control: (beside - controlMean) * controlScale }
  })
}

/** Deviations from a mean of one's own are too small by (n - 1) / n in variance. */
function unbiasedScale(effects: LaunchEffects, sd: number): number {
  const launches = validEffects(effects).length
  return Math.sqrt(launches / (launches - 1)) / sd
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
