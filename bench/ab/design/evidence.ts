/**
 * Effects of one cell by launch, as natural log ratios of CPU per request (the Hodges-Lehmann estimate over the pairs of
 * a launch). Indexed by launch; `null` where the launch is void for this cell or the cell was not measured any more.
 */
export type LaunchEffects = readonly (number | null)[]

/** What was measured of one cell. The arrays of all cells are indexed by the same launches. */
export interface CellEvidence {
  /** Strategy, size and class, such as `sha256/10kB/304`. */
  readonly cell: string
  /** head against base. */
  readonly head: LaunchEffects
  /** base-again against base, in the same launches. */
  readonly control: LaunchEffects
  /** head against base in the fresh launches of the confirmation, counted from 0 again. */
  readonly confirmation: LaunchEffects
  readonly confirmationControl: LaunchEffects
  /** Why nothing can be said of this cell whatever its launches gave, in words for a reader; else `null`. */
  readonly voidReason: string | null
}

/** The launches of a cell that count, of the first `launches`. */
export function validEffects(effects: LaunchEffects, launches = effects.length): number[] {
  return effects.slice(0, launches).filter(effect => effect !== null)
}
