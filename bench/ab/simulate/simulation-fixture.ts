import type { Random } from '../../stats/random.ts'
import type { CellEvidence } from '../design/evidence.ts'
import { normalSource } from './residual-source.ts'

/** A measured suite as a file would give it: `launchSds` by cell, all of them without a change. */
export function drawnSuite(random: Random, launches: number, launchSds: readonly number[]): CellEvidence[] {
  const source = normalSource()
  const drawn = Array.from({ length: launches }, () => source.draw(random, launchSds.length))
  return launchSds.map((sd, cell) => ({
    cell: `cell ${cell}`,
    head: drawn.map(({ head }) => sd * head[cell]!),
    control: drawn.map(({ control }) => sd * control[cell]!),
    confirmation: [],
    confirmationControl: [],
    voidReason: null,
  }))
}
