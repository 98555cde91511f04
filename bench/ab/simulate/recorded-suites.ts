import { cellEvidence } from '../cell-evidence.ts'
import type { CellEvidence } from '../design/evidence.ts'
import { readAbFile } from '../read-ab-file.ts'

/** What was measured in these suite files (an `ab.json`, or its folder). Throws a usage error that names the one which is none. */
export function loadRecordedSuites(paths: readonly string[]): readonly (readonly CellEvidence[])[] {
  return paths.map((path) => {
    const { settings, launches } = readAbFile(path)
    return cellEvidence(settings.cells.map(({ name }) => name), launches, settings.pairsPerLaunch)
  })
}
