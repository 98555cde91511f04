import { saturate } from '../load/saturate.ts'
import type { ConnectionScript } from '../load/connection-script.ts'
import type { Arm } from '../plan/arm.ts'
import { expectedStatus } from '../plan/arm.ts'
import type { DocumentPlan } from '../plan/documents.ts'
import type { ResponseClass } from '../plan/response-class.ts'
import type { BenchSettings } from '../plan/settings.ts'
import type { Server } from '../target/server-process.ts'
import { startServer } from '../target/server-process.ts'
import type { Supervisor } from '../target/supervision.ts'
import { formatSize } from '../../servers/resource/size.ts'
import type { DrivenBurst } from './burst.ts'
import { meterBurst } from './burst.ts'
import { classScripts, plainScripts } from './class-scripts.ts'
import { collectGarbage } from './collect-garbage.ts'
import type { DocumentState } from './document-state.ts'
import { readDocuments } from './document-state.ts'
import { interrupted } from './endings.ts'

/** A started server, with what a client knows of its documents. */
export interface RunningArm {
  readonly arm: Arm
  readonly server: Server
  /** By index of the size, then of the connection. */
  readonly documents: readonly (readonly DocumentState[])[]
}

/** One point of the matrix within an arm. */
export interface Cell {
  readonly responseClass: ResponseClass
  readonly sizeIndex: number
}

export const startTimeoutMs = 30_000
export const requestTimeoutSeconds = 10

export type ContentSettings = Pick<BenchSettings, 'sizesBytes' | 'payloadFile' | 'seed'>

export function startArm(arm: Arm, settings: ContentSettings, plan: DocumentPlan, supervisor: Supervisor, signal: AbortSignal) {
  const { command } = arm
  const content =
    settings.payloadFile === null
      ? ['--size', settings.sizesBytes.map(formatSize).join(',')]
      : ['--payload', settings.payloadFile]
  const args = ['--port', '0', '--documents', String(plan.documents), '--seed', String(settings.seed), ...content]
  return startServer({ ...command, args: [...command.args, ...args] }, { supervisor, readyTimeoutMs: startTimeoutMs, signal })
}

/** Starts every arm and reads their documents. All or none. */
export function startArms(
  arms: readonly Arm[],
  settings: ContentSettings,
  plan: DocumentPlan,
  supervisor: Supervisor,
  signal: AbortSignal,
): Promise<readonly RunningArm[]> {
  return startEach(arms, settings, plan, (arm) => startArm(arm, settings, plan, supervisor, signal), signal)
}

/** Each arm by `start`, two at a time (the machine has two cores), then its documents are read. All or none. `settings`: what `start` starts it with. */
export async function startEach<A extends Arm>(
  arms: readonly A[],
  settings: ContentSettings,
  plan: DocumentPlan,
  start: (arm: A) => Promise<Server>,
  signal: AbortSignal,
): Promise<readonly RunningArm[]> {
  const running: RunningArm[] = []
  const servers: Server[] = []
  const queue = [...arms]
  const worker = async () => {
    for (let arm = queue.shift(); arm !== undefined; arm = queue.shift()) {
      if (signal.aborted) throw interrupted()
      try {
        const server = await start(arm)
        servers.push(server)
        running.push({ arm, server, documents: await readDocuments(arm, server, plan.idsBySize, settings) })
        // What was read is tens of megabytes an arm, and no longer needed.
        collectGarbage()
      } catch (error) {
        // One failure ends the start: the other worker takes no further arm.
        queue.length = 0
        throw error
      }
    }
  }
  const outcomes = await Promise.allSettled([worker(), worker()])
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure !== undefined) {
    await Promise.all(servers.map((server) => server.stop()))
    throw failure.reason
  }
  return running
}

export function stopArms(running: readonly RunningArm[]): Promise<unknown> {
  return Promise.all(running.map(({ server }) => server.stop()))
}

/** One saturated burst of a cell. */
export function saturateCell(
  running: RunningArm,
  cell: Cell,
  load: SaturatedLoad,
): Promise<DrivenBurst> {
  return saturateScripts(running, scriptsOf(running, cell), expectedStatus(running.arm, cell.responseClass), load)
}

export interface SaturatedLoad {
  /** Total over all connections. */
  readonly requests: number
  readonly signal: AbortSignal
  /** 0 for a rough figure at once; default: long enough for an exact one. */
  readonly settleMs?: number
}

export function scriptsOf({ arm, documents }: RunningArm, { responseClass, sizeIndex }: Cell): readonly ConnectionScript[] {
  const ofSize = documents[sizeIndex] ?? []
  return responseClass === '200' && arm.asksFor200 === 'plainly' ? plainScripts(ofSize) : classScripts(responseClass, ofSize)
}

export function saturateScripts(
  { arm, server }: RunningArm,
  scripts: readonly ConnectionScript[],
  status: number,
  { requests, signal, ...settle }: SaturatedLoad,
): Promise<DrivenBurst> {
  return meterBurst(server, {
    armName: arm.name,
    load: 'saturated',
    expectedStatus: status,
    signal,
    ...settle,
    drive: async () => ({
      traffic: await saturate({ origin: server.origin, scripts, requests, timeoutSeconds: requestTimeoutSeconds, signal }),
      arrivals: null,
    }),
  })
}
