import { median } from '../../stats/median.ts'
import { movedP } from './cell-tests.ts'
import type { CellEvidence, LaunchEffects } from './evidence.ts'
import type { SequentialDesign } from './sequential-design.ts'

/**
 * Whether the control of the whole suite moved within the first `launches`: the median over cells of each launch, which a
 * fault of the harness that favours one place, port or folder would shift in all launches alike.
 */
export function suiteControlMoved(design: SequentialDesign, cells: readonly CellEvidence[], launches: number): boolean {
  const controls = cells.map(({ control }) => control)
  return movedP(mediansByLaunch(controls, launches), design.minimumEffect) <= design.controlAlpha
}

function mediansByLaunch(effects: readonly LaunchEffects[], launches: number): number[] {
  return Array.from({ length: launches }, (_, launch) => effects.map(ofCell => ofCell[launch] ?? null))
    .map(ofLaunch => ofLaunch.filter(effect => effect !== null))
    .filter(ofLaunch => ofLaunch.length > 0)
    .map(median)
}
