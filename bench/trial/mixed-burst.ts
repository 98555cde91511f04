import { runAtFixedRate } from '../load/fixed-rate.ts'
import { expectedStatus } from '../plan/arm.ts'
import type { ResponseClass } from '../plan/response-class.ts'
import type { MixedLoad } from '../plan/settings.ts'
import type { Random } from '../stats/random.ts'
import type { DrivenBurst } from './burst.ts'
import { meterBurst } from './burst.ts'
import { classScripts } from './class-scripts.ts'
import type { RunningArm } from './running-arm.ts'
import { requestTimeoutSeconds } from './running-arm.ts'
import { rated, toArrivals, toTraffic, withPool } from './script-lane.ts'

export interface MixedBurstPlan {
  readonly load: MixedLoad
  /** Index of its size. */
  readonly sizeIndex: number
  readonly random: Random
  readonly signal: AbortSignal
}

/** A burst of the open workload at a fixed rate in which classes come in random order, as many of each as the mix says. */
export async function meterMixedBurst(running: RunningArm, { load, sizeIndex, random, signal }: MixedBurstPlan): Promise<DrivenBurst> {
  const { arm, server } = running
  const documents = running.documents[sizeIndex] ?? []
  const order = random.shuffle(Object.entries(load.mix).flatMap(([name, count]) => Array.from({ length: count }, () => name as ResponseClass)))
  const statusOf = (responseClass: ResponseClass) => expectedStatus(arm, responseClass)
  let unexpected = 0
  // A write changes what its document's other requests must send: their headers are made when they leave.
  const makeRequest = (index: number, slot: number) => rated(classScripts(order[index]!, [documents[slot]!])[0]!, statusOf(order[index]!))
  const { settled } = await withPool(running, classScripts('304', documents), (pool) =>
    meterBurst(server, {
      armName: arm.name,
      load: `${load.requestsPerSecond}/s`,
      signal,
      expectedStatus: [...new Set(order.map(statusOf))],
      drive: async () => {
        const run = await runAtFixedRate({
          origin: server.origin,
          pool,
          connections: documents.length,
          ratePerSecond: load.requestsPerSecond,
          requests: order.length,
          requestTimeoutMs: requestTimeoutSeconds * 1000,
          signal,
          makeRequest,
        })
        unexpected = run.unexpected
        return { traffic: toTraffic(run), arrivals: toArrivals(run) }
      },
    }),
  )
  const judged = settled.then((burst) => {
    if (burst.voidReason !== null || unexpected === 0) return burst
    return { ...burst, voidReason: `${unexpected} of ${burst.requests} answers had another status than their request calls for` }
  })
  judged.catch(() => {})
  return { settled: judged }
}
