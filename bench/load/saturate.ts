import autocannon from 'autocannon'
import type { Client } from 'autocannon'
import type { WireRequest } from './connection.ts'
import type { BurstTraffic, ConnectionScript } from './connection-script.ts'
import { summariseServiceTime } from './connection-script.ts'

export interface SaturationOptions {
  readonly origin: string
  /** One connection per script, pipelining 1. */
  readonly scripts: readonly ConnectionScript[]
  /** Total over all connections; at least one each. */
  readonly requests: number
  /** No answer on any connection for so long ends the burst. */
  readonly timeoutSeconds: number
  readonly signal?: AbortSignal | undefined
}

/**
 * What autocannon's own workers give it (`lib/worker.js`). Its usual histograms take megabytes and are compressed at the end of
 * every burst; nothing of them is used here.
 */
const unusedHistogram = { __custom: true, recordValue: () => {}, reset: () => {}, destroy: () => {} } as const

/**
 * One closed-loop burst by autocannon. Only counts and our own clock are taken from it: its latency histogram has 1 ms
 * steps, its duration is rounded up to a sampling tick and its byte count leaves the requests out.
 */
export function saturate(options: SaturationOptions): Promise<BurstTraffic> {
  const { scripts, signal } = options
  const requests = Math.max(options.requests, scripts.length)
  const clients: Client[] = []
  const samplesUs = new Float64Array(requests)
  let answered = 0
  let firstSentNs: bigint | undefined
  let lastAnswerNs = 0n
  let isSilent = false
  let silence: NodeJS.Timeout | undefined
  return new Promise((resolve, reject) => {
    const instance = autocannon(
      {
        url: options.origin,
        connections: scripts.length,
        pipelining: 1,
        amount: requests,
        // It ends on a tick of this many milliseconds.
        sampleInt: 5,
        // Its own time-outs are never reached: their timers ask Node for negative times, which it warns of on stderr.
        timeout: 10 * options.timeoutSeconds,
        bailout: 1,
        skipAggregateResult: true,
        histograms: { latencies: unusedHistogram, requests: unusedHistogram, throughput: unusedHistogram },
        setupClient: installScripts(scripts, options.origin, clients),
      },
      (error, result) => {
        signal?.removeEventListener('abort', stop)
        clearTimeout(silence)
        if (error) return reject(error)
        const endNs = answered > 0 ? lastAnswerNs : process.hrtime.bigint()
        resolve({
          requests: answered,
          statuses: Object.fromEntries(Object.entries(result.statusCodeStats).map(([code, { count }]) => [code, count])),
          // autocannon reconnects without a word when a connection ends half-way.
          errors: Math.max(result.errors + result.mismatches + result.resets, requests - answered),
          timeouts: isSilent ? 1 : 0,
          wallNs: Number(endNs - (firstSentNs ?? endNs)),
          sentBytes: sum(clients.map(({ conn }) => conn.bytesWritten)),
          receivedBytes: sum(clients.map(({ conn }) => conn.bytesRead)),
          serviceTime: summariseServiceTime(samplesUs.subarray(0, answered)),
        })
      },
    )
    // A client sends as soon as it is connected, and counts the time from before that.
    const connectedNs = new Map<Client, bigint>()
    for (const client of clients) {
      client.conn.once('connect', () => {
        const nowNs = process.hrtime.bigint()
        firstSentNs ??= nowNs
        connectedNs.set(client, nowNs)
      })
    }
    const stop = () => instance.stop()
    const timeoutMs = options.timeoutSeconds * 1000
    const startNs = process.hrtime.bigint()
    const endIfSilent = () => {
      const silentMs = Number(process.hrtime.bigint() - (answered > 0 ? lastAnswerNs : startNs)) / 1e6
      if (silentMs < timeoutMs) return void (silence = setTimeout(endIfSilent, Math.max(1, timeoutMs - silentMs)))
      isSilent = true
      stop()
    }
    silence = setTimeout(endIfSilent, timeoutMs)
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted) stop()
    instance.on('response', (client: Client, _status: number, _bytes: number, elapsedMs: number) => {
      lastAnswerNs = process.hrtime.bigint()
      const firstOfClientNs = connectedNs.get(client)
      connectedNs.delete(client)
      samplesUs[answered++] = firstOfClientNs === undefined ? elapsedMs * 1000 : Number(lastAnswerNs - firstOfClientNs) / 1000
    })
  })
}

function installScripts(scripts: readonly ConnectionScript[], origin: string, clients: Client[]): (client: Client) => void {
  const host = new URL(origin).host
  return (client) => {
    const script = scripts[clients.length]
    if (script === undefined) throw new Error(`autocannon opened more connections than the ${scripts.length} scripts`)
    clients.push(client)
    client.setRequests([script.kind === 'static' ? toRequest(script.request, host) : toDependentRequest(script, host)])
  }
}

/** A fresh object each time: autocannon keeps headers it is given on the request slot for ever. */
function toRequest(request: WireRequest, host: string) {
  const { method, path, headers, body } = request
  return { method, path, host, headers: { ...headers }, ...(body ? { body } : {}) }
}

function toDependentRequest(script: Extract<ConnectionScript, { kind: 'dependent' }>, host: string) {
  return {
    setupRequest: () => toRequest(script.next(), host),
    onResponse: (status: number, _body: string, _context: object, headers: Record<string, string | string[]>) => {
      script.answered(status, (name) => {
        for (const key in headers) if (key.toLowerCase() === name) return String(headers[key])
        return undefined
      })
    },
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
