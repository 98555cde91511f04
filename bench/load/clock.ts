import { performance } from 'node:perf_hooks'

/** Integer nanoseconds since this process started, never going back; exact as a number for 104 days. */
export function monotonicNs(): number {
  return Math.round(performance.now() * 1e6)
}
