import { monitorEventLoopDelay, performance } from 'node:perf_hooks'

/** Whether this process could keep up with the load that it was asked to produce. */
export interface GeneratorHealth {
  readonly wallNs: number
  /** CPU time of this process, all threads, over wall time: 1 is one core. */
  readonly cpuFraction: number
  /** 99th percentile of how late a timer that was due every 10 ms fired. */
  readonly eventLoopLagP99Ns: number
}

const samplingMs = 10

/** Starts watching this process; the returned function stops that and tells what was seen. Call it again at will. */
export function watchGenerator(): () => GeneratorHealth {
  const lag = monitorEventLoopDelay({ resolution: samplingMs })
  lag.enable()
  const cpuBefore = process.cpuUsage()
  const startMs = performance.now()
  return () => {
    const wallMs = performance.now() - startMs
    const { user, system } = process.cpuUsage(cpuBefore)
    lag.disable()
    // The histogram holds the time between two firings, so the sampling interval itself is in it.
    const lagNs = lag.count === 0 ? 0 : Math.max(0, lag.percentile(99) - samplingMs * 1e6)
    return {
      wallNs: Math.round(wallMs * 1e6),
      cpuFraction: wallMs === 0 ? 0 : (user + system) / 1000 / wallMs,
      eventLoopLagP99Ns: Math.round(lagNs),
    }
  }
}

/** A request that starts more than this after it was due is counted as late: 10 ms. */
export const lateAfterNs = 10_000_000
