import { median } from '../../stats/median.ts'
import { movedP } from './cell-tests.ts'
import type { CellEvidence } from './evidence.ts'
import type { SequentialDesign } from './sequential-design.ts'

/**
 * Whether the control of the whole suite moved within the first `launches`: the median over cells of each launch, which a
 * fault of the harness that favours one place, port or folder would shift in all launches alike.
 */
export function suiteControlMoved(design: SequentialDesign, cells: readonly CellEvidence[], launches: number): boolean {
  const medians: number[] = []
  for (let launch = 0; launch < launches; launch++) {
    const effects = cells.map(({ control }) => control[launch] ?? null).filter(effect => effect !== null)
    if (effects.length > 0) medians.push(median(effects))
  }
  return movedP(medians, design.minimumEffect) <= design.controlAlpha
}
