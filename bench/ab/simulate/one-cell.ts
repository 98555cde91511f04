import type { Random } from '../../stats/random.ts'
import type { SequentialDesign } from '../design/sequential-design.ts'
import type { ResidualSource } from './residual-source.ts'
import { simulateSuite } from './simulate-suite.ts'
import type { SimulatedCell, SimulatedSuite } from './simulate-suite.ts'

/**
 * One cell on its own, at the level that Holm gives the first of a `family` of cells: the least level that it can have
 * in a whole suite.
 */
export function simulateOneCell(
  design: SequentialDesign,
  family: number,
  cell: Omit<SimulatedCell, 'cell'>,
  source: ResidualSource,
  random: Random,
): SimulatedSuite {
  const alone = { ...design, familyAlpha: design.familyAlpha / family, controlAlpha: design.controlAlpha / family }
  return simulateSuite(alone, [{ cell: 'one', ...cell }], source, random)
}
