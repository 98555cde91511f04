/** A clock that stands still while its process waits. */
export interface CpuClock {
  /** Since some fixed moment. */
  nowNs(): number
}

/** CPU time of all threads of this process: garbage collection and compilation too, as the meter of a run sees a server. */
export const processCpuClock: CpuClock = {
  nowNs: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) * 1000
  },
}

/** The least step that the clock was seen to make. */
export function findTickNs(clock: CpuClock, steps = 20): number {
  let least = Number.POSITIVE_INFINITY
  for (let step = 0, before = clock.nowNs(); step < steps; ) {
    const now = clock.nowNs()
    if (now === before) continue
    least = Math.min(least, now - before)
    before = now
    step++
  }
  return least
}
