/** When each arrival of an open workload is due, in nanoseconds of the caller's clock; arrival 0 comes first. */
export interface Schedule {
  readonly count: number
  readonly dueNs: (index: number) => number
}

/** Evenly spaced. Arrival i is due at start + i / rate, computed afresh, so that rounding does not add up. */
export function constantRate(ratePerSecond: number, count: number, startNs: number): Schedule {
  const periodNs = periodOf(ratePerSecond)
  return { count, dueNs: index => startNs + Math.round(index * periodNs) }
}

/** How many arrivals, counted from `next`, are due now, and how long until the one after them (`undefined`: none left). */
export function arrivalsDue(
  schedule: Schedule,
  next: number,
  nowNs: number,
): { readonly due: number; readonly waitNs: number | undefined } {
  let index = next
  while (index < schedule.count && schedule.dueNs(index) <= nowNs) index += 1
  return { due: index - next, waitNs: index < schedule.count ? schedule.dueNs(index) - nowNs : undefined }
}

function periodOf(ratePerSecond: number): number {
  if (!(ratePerSecond > 0 && Number.isFinite(ratePerSecond))) {
    throw new RangeError(`a rate of ${ratePerSecond} requests per second: it must be a number above 0`)
  }
  return 1e9 / ratePerSecond
}
