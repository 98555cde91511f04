import { performance } from 'node:perf_hooks'

/** Integer nanoseconds since this process started, never going back; exact as a number for 104 days. */
export function monotonicNs(): number {
  return Math.round(performance.now() * 1e6)
}

/** Resolves at or after `dueNs`, or as soon as the signal aborts. Timers tick in whole milliseconds: up to 2 ms late. */
export async function sleepUntil(dueNs: number, nowNs: () => number, signal?: AbortSignal): Promise<void> {
  for (;;) {
    const remainingNs = dueNs - nowNs()
    if (remainingNs <= 0 || signal?.aborted === true) return
    await sleepMs(Math.max(1, Math.floor(remainingNs / 1e6)), signal)
  }
}

function sleepMs(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise(resolve => {
    const wake = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, delayMs)
    signal?.addEventListener('abort', wake)
  })
}
