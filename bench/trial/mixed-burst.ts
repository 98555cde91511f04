import type { ConnectionScript } from '../load/connection-script.ts'
import { runAtFixedRate } from '../load/fixed-rate.ts'
import { saturate } from '../load/saturate.ts'
import type { Arm } from '../plan/arm.ts'
import { expectedStatus } from '../plan/arm.ts'
import type { ResponseClass } from '../plan/response-class.ts'
import type { MixedLoad } from '../plan/settings.ts'
import type { Random } from '../stats/random.ts'
import type { DrivenBurst, MeteredBurst } from './burst.ts'
import { meterBurst } from './burst.ts'
import { classScripts } from './class-scripts.ts'
import type { DocumentState } from './document-state.ts'
import type { RunningArm } from './running-arm.ts'
import { requestTimeoutSeconds } from './running-arm.ts'
import { rated, toArrivals, toTraffic, withPool } from './script-lane.ts'

export interface MixedBurstPlan {
  readonly mix: MixedLoad['mix']
  /** How often the mix comes. Saturated: connections times requests each make all of it. */
  readonly copies: number
  /** Index of its size. */
  readonly sizeIndex: number
  readonly random: Random
  readonly signal: AbortSignal
}

/** A burst of the open workload at a fixed rate in which classes come in random order, as many of each as the mix says. */
export async function meterMixedBurst(running: RunningArm, requestsPerSecond: number, plan: MixedBurstPlan): Promise<DrivenBurst> {
  const { arm, server } = running
  const documents = running.documents[plan.sizeIndex] ?? []
  const order = shuffledClasses(plan)
  const scripts = documents.map(scriptsOf)
  const driven = await withPool(running, classScripts('304', documents), (pool) =>
    meterBurst(server, {
      armName: arm.name,
      load: `${requestsPerSecond}/s`,
      signal: plan.signal,
      expectedStatus: statusesOf(arm, plan),
      drive: async () => {
        const run = await runAtFixedRate({
          origin: server.origin,
          pool,
          connections: documents.length,
          ratePerSecond: requestsPerSecond,
          requests: order.length,
          requestTimeoutMs: requestTimeoutSeconds * 1000,
          signal: plan.signal,
          makeRequest: (index, slot) => rated(scripts[slot]!(order[index]!), expectedStatus(arm, order[index]!)),
        })
        return { traffic: toTraffic(run), arrivals: toArrivals(run) }
      },
    }),
  )
  return judged(driven, arm, plan)
}

/** The same as fast as it goes, by autocannon. */
export async function meterSaturatedMix(running: RunningArm, plan: MixedBurstPlan): Promise<DrivenBurst> {
  const { arm, server } = running
  const documents = running.documents[plan.sizeIndex] ?? []
  const order = shuffledClasses(plan)
  const scripts = documents.map((document, slot) => mixedScript(order.filter((_, index) => index % documents.length === slot), document))
  const driven = await meterBurst(server, {
    armName: arm.name,
    load: 'saturated',
    signal: plan.signal,
    expectedStatus: statusesOf(arm, plan),
    drive: async () => ({
      traffic: await saturate({ origin: server.origin, scripts, requests: order.length, timeoutSeconds: requestTimeoutSeconds, signal: plan.signal }),
      arrivals: null,
    }),
  })
  return judged(driven, arm, plan)
}

function shuffledClasses({ mix, copies, random }: MixedBurstPlan): readonly ResponseClass[] {
  return random.shuffle(Object.entries(mix).flatMap(([name, count]) => Array.from({ length: count * copies }, () => name as ResponseClass)))
}

/** The script of each class on one document, made once and again after each write, which changes what its other requests must send. */
function scriptsOf(document: DocumentState): (responseClass: ResponseClass) => ConnectionScript {
  const scripts = new Map<ResponseClass, ConnectionScript>()
  let current = document.current
  return (responseClass) => {
    if (document.current !== current) scripts.clear()
    current = document.current
    const script = scripts.get(responseClass) ?? classScripts(responseClass, [document])[0]!
    scripts.set(responseClass, script)
    return script
  }
}

/** One connection's part of a burst, each request once and in order. */
function mixedScript(order: readonly ResponseClass[], document: DocumentState): ConnectionScript {
  const scriptOf = scriptsOf(document)
  let sent = 0
  let current: ConnectionScript | undefined
  return {
    kind: 'dependent',
    next: () => {
      current = scriptOf(order[sent++ % order.length]!)
      return current.kind === 'static' ? current.request : current.next()
    },
    answered: (status, header) => {
      if (current?.kind === 'dependent') current.answered(status, header)
    },
  }
}

const statusesOf = (arm: Arm, { mix }: MixedBurstPlan) => [...new Set((Object.keys(mix) as ResponseClass[]).map((each) => expectedStatus(arm, each)))]

function judged({ bytes, settled }: DrivenBurst, arm: Arm, plan: MixedBurstPlan): DrivenBurst {
  const judging = settled.then((burst) => ({ ...burst, voidReason: burst.voidReason ?? findWrongCount(burst.statuses, arm, plan) }))
  // Awaited later: until then a failure must not count as one that nobody handles.
  judging.catch(() => {})
  return { bytes, settled: judging }
}

/** Which status did not come as often as the requests call for; null: all did. */
export function findWrongCount(statuses: MeteredBurst['statuses'], arm: Arm, { mix, copies }: Pick<MixedBurstPlan, 'mix' | 'copies'>): string | null {
  const wanted = new Map<string, number>()
  for (const [responseClass, count] of Object.entries(mix) as [ResponseClass, number][]) {
    const status = String(expectedStatus(arm, responseClass))
    wanted.set(status, (wanted.get(status) ?? 0) + count * copies)
  }
  const wrong = [...wanted].find(([status, count]) => statuses[status] !== count)
  return wrong === undefined ? null : `answered ${wrong[0]} ${statuses[wrong[0]] ?? 0} times where its requests call for ${wrong[1]}`
}
