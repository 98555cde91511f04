/** Of a burst's CPU time. With a full collection in it a burst of 20 ms had 0.29 to 0.62, without one mostly below 0.2. */
export const disturbedFraction = 0.25

export interface ThreadTimes {
  readonly cpuNs: number
  /** Null or absent: the meter could not tell. */
  readonly otherThreadsCpuNs?: number | null | undefined
}

/**
 * Whether the runtime did much beside answering: collected garbage, most of it other cells', or compiled. One full collection
 * takes as long as a whole burst.
 */
export function isDisturbed({ cpuNs, otherThreadsCpuNs }: ThreadTimes): boolean {
  return (otherThreadsCpuNs ?? 0) > cpuNs * disturbedFraction
}
