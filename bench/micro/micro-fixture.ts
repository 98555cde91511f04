import { buildEnvironment } from '../archive/environment-fixture.ts'
import { estimateMicro } from './estimate-micro.ts'
import { bufferTaskOf, hashFunctions } from './hash-functions.ts'
import type { InHandlerMeasurement, MicroFile, MicroMeasurement } from './micro-file.ts'
import { microTasks } from './tasks/index.ts'

/** A micro file made by hand: whatever is not given is there in the plainest form. */
export interface MicroFixture {
  readonly launches?: number
  readonly sizesBytes?: readonly number[]
  readonly tasks?: readonly string[]
  readonly payloadFile?: string
  /** CPU time per operation of a launch; `sizeBytes` is null for a task that does not depend on it. */
  readonly ns: (task: string, sizeBytes: number | null, launch: number) => number
  /** Wall time of a hash in a handler; twice that of the loop unless given, undefined: not measured. */
  readonly handlerNs?: (hash: string, sizeBytes: number, launch: number) => number | undefined
}

export function buildMicro({ launches = 6, sizesBytes = [10_000], tasks, payloadFile, ns, handlerNs }: MicroFixture): MicroFile {
  const chosen = microTasks.filter(({ name }) => tasks === undefined || tasks.includes(name))
  const measurements: MicroMeasurement[] = Array.from({ length: launches }, (_, launch) => launch).flatMap((launch) =>
    chosen.flatMap(({ name, scales }) =>
      (scales ? sizesBytes : [null]).map((sizeBytes) => ({
        launch,
        task: name,
        sizeBytes,
        inputBytes: sizeBytes ?? 10_000,
        batch: 100,
        samples: 5,
        cheapestNs: ns(name, sizeBytes, launch),
        medianNs: ns(name, sizeBytes, launch) * 1.1,
        clockTickNs: 1000,
        resultWeight: 1,
      })),
    ),
  )
  const hashed = hashFunctions.map(({ name }) => name).filter((name) => chosen.some((task) => task.name === bufferTaskOf(name)))
  const inHandler = Array.from({ length: launches }, (_, launch) => launch).flatMap((launch) =>
    hashed.flatMap((hash) => sizesBytes.flatMap((sizeBytes): InHandlerMeasurement[] => {
      const loopNs = ns(bufferTaskOf(hash), sizeBytes, launch)
      const inHandlerNs = handlerNs === undefined ? 2 * loopNs : handlerNs(hash, sizeBytes, launch)
      return inHandlerNs === undefined ? [] : [{ launch, hash, sizeBytes, requests: 100, handlerNs: inHandlerNs, loopNs }]
    })),
  )
  return {
    schema: 1,
    kind: 'etag-bench micro',
    id: '2026-11-21T03-03-04Z-5e6f',
    startedAt: '2026-11-21T03:03:04.000Z',
    finishedAt: '2026-11-21T03:04:44.000Z',
    status: 'complete',
    endedBy: null,
    command: 'npm run micro --',
    settings: {
      tasks: chosen.map(({ name }) => name),
      sizesBytes: [...sizesBytes],
      payloadFile: payloadFile ?? null,
      seed: 1,
      launches,
      warmupMs: 20,
      sampleMs: 10,
      samples: 5,
      inHandler: hashed,
    },
    environment: buildEnvironment('process.cpuUsage'),
    tasks: chosen.map(({ name, summary }) => ({ name, summary })),
    measurements,
    inHandler,
    estimates: estimateMicro(measurements, inHandler),
    warnings: [],
  }
}
