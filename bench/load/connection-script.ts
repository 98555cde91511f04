import type { WireRequest } from './connection.ts'

/** What one connection of a burst sends, again and again. */
export type ConnectionScript =
  | { readonly kind: 'static'; readonly request: WireRequest }
  | {
      /** The next request depends on the last answer, as a PUT's precondition does. */
      readonly kind: 'dependent'
      next(): WireRequest
      answered(status: number, header: (name: string) => string | undefined): void
    }

/** What the load generator saw of one burst; server CPU is read outside. */
export interface BurstTraffic {
  readonly requests: number
  /** Status code to count. */
  readonly statuses: Readonly<Record<string, number>>
  /** Time-outs, resets and connection errors: any makes the burst void. */
  readonly errors: number
  /** Of the errors, those that were time-outs. */
  readonly timeouts: number
  /** First request sent to last response complete. */
  readonly wallNs: number
  /** Bytes at the sockets, heads included; no TCP, no TLS. */
  readonly sentBytes: number
  readonly receivedBytes: number
  readonly serviceTime: ServiceTime
}

/** Send to last byte, over one burst of a closed loop. */
export interface ServiceTime {
  readonly p50Us: number
  readonly p99Us: number
  readonly maxUs: number
}

/** Quantiles by nearest rank. Sorts `samplesUs` in place. */
export function summariseServiceTime(samplesUs: Float64Array): ServiceTime {
  if (samplesUs.length === 0) return { p50Us: 0, p99Us: 0, maxUs: 0 }
  samplesUs.sort()
  const at = (quantile: number) => samplesUs[Math.max(0, Math.ceil(quantile * samplesUs.length) - 1)] ?? 0
  return { p50Us: at(0.5), p99Us: at(0.99), maxUs: at(1) }
}
