/** The part of autocannon 9 that saturate.ts uses; the published types are for 7.12. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events'
  import type { Socket } from 'node:net'

  interface StaticRequest {
    readonly method: string
    readonly path: string
    readonly headers: Record<string, string>
    readonly body?: Buffer
  }
  interface ScriptedRequest {
    setupRequest(): StaticRequest & { host: string }
    onResponse(status: number, body: string, context: object, headers: Record<string, string | string[]>): void
  }
  interface CustomHistogram {
    readonly __custom: true
    recordValue(value: number): void
    reset(): void
    destroy(): void
  }
  export interface Client extends EventEmitter {
    readonly conn: Socket
    setRequests(requests: readonly (StaticRequest | ScriptedRequest)[]): void
  }
  interface Options {
    readonly url: string
    readonly connections: number
    readonly pipelining: number
    readonly amount: number
    readonly sampleInt: number
    /** Seconds. */
    readonly timeout: number
    readonly bailout: number
    readonly skipAggregateResult: boolean
    readonly histograms: Readonly<Record<'latencies' | 'requests' | 'throughput', CustomHistogram>>
    setupClient(client: Client): void
  }
  interface Result {
    readonly errors: number
    readonly mismatches: number
    readonly resets: number
    readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>
  }
  export interface Instance extends EventEmitter {
    stop(): void
  }
  export default function autocannon(options: Options, done: (error: Error | null, result: Result) => void): Instance
}
