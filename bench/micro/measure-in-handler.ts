import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { createApp } from '../../servers/app.ts'
import { stores } from '../../servers/stores/index.ts'
import { median } from '../stats/median.ts'
import type { HashFunction } from './hash-functions.ts'
import type { InHandlerFigures } from './in-handler-job.ts'
import type { RequestLoop } from './request-loop.ts'
import type { Document, Material } from './task.ts'

/** How long each step takes, in wall time. */
export interface InHandlerEffort {
  /** Requests for the smallest contents before anything counts: machine code is made of the framework, too. */
  readonly warmupMs: number
  /** Requests for contents of the size before they count. */
  readonly settleMs: number
  /** Longer where it takes longer to get `leastRequests`. */
  readonly measureMs: number
}

export const usualInHandlerEffort: InHandlerEffort = { warmupMs: 600, settleMs: 30, measureMs: 60 }

export interface SizedMaterial {
  readonly sizeBytes: number
  readonly material: Material
}

const connections = 8
const leastRequests = 15
const loopBatches = 40
const batchNs = 2.5e5

/**
 * Times a hash where servers call it: in the process of a server (the application that a run measures) that is kept busy
 * with unconditional GETs, between serialising and sending; and right after in a loop of its own. By the wall clock, which alone is fine enough for one call; the middle one of many, so that what interrupts a few does not count.
 * Rejects when the server answers anything but 200.
 */
export async function measureInHandler(
  hash: HashFunction,
  materials: readonly SizedMaterial[],
  effort: InHandlerEffort = usualInHandlerEffort,
): Promise<readonly InHandlerFigures[]> {
  const [smallest] = materials.toSorted((a, b) => a.sizeBytes - b.sizeBytes)
  if (smallest === undefined) return []
  const stopwatch = createStopwatch(hash)
  const server = await serve(materials, stopwatch)
  try {
    const client = ask(server.port, pathsOf(smallest))
    try {
      // The client's thread takes its time to start.
      do await client.pass(effort.warmupMs)
      while (stopwatch.takenNs().length === 0)
      const figures: InHandlerFigures[] = []
      for (const { sizeBytes, material } of materials) {
        client.askFor(pathsOf({ sizeBytes, material }))
        await client.pass(effort.settleMs)
        stopwatch.restart()
        do await client.pass(effort.measureMs)
        while (stopwatch.takenNs().length < leastRequests)
        const taken = stopwatch.takenNs()
        figures.push({ sizeBytes, requests: taken.length, handlerNs: median(taken), loopNs: timeLoop(hash, material.documents) })
      }
      return figures
    } finally {
      await client.end()
    }
  } finally {
    await server.close()
  }
}

interface Stopwatch {
  restart(): void
  takenNs(): readonly number[]
  /** The hash, timed. */
  readonly timed: (content: Uint8Array) => string
}

function createStopwatch({ ofContent }: HashFunction): Stopwatch {
  let taken: number[] = []
  return {
    restart: () => {
      taken = []
    },
    takenNs: () => taken,
    timed(content) {
      // The first reading brings the clock into the caches; the last one tells what a reading takes.
      performance.now()
      const beforeMs = performance.now()
      const digest = ofContent(content)
      const afterMs = performance.now()
      taken.push((afterMs - beforeMs - (performance.now() - afterMs)) * 1e6)
      return digest
    },
  }
}

const idOf = (sizeBytes: number, { id }: Document) => `${sizeBytes}-${id}`
const pathsOf = ({ sizeBytes, material }: SizedMaterial) => material.documents.map((document) => `/orders/${idOf(sizeBytes, document)}`)

async function serve(materials: readonly SizedMaterial[], { timed }: Stopwatch): Promise<{ readonly port: number; close(): Promise<void> }> {
  const store = stores[0].open({
    documents: materials.flatMap(({ sizeBytes, material }) =>
      material.documents.map((document) => ({ id: idOf(sizeBytes, document), content: document.text, digest: '' }))),
  })
  const app = createApp({
    store,
    strategy: {
      name: 'timed-hash', summary: 'a hash of the content as sent, timed', writeGuard: 'if-match', strength: 'strong', needs: 'content',
      validators: (content) => ({ etag: `"${timed(content)}"` }),
    },
  })
  const close = async () => {
    await app.close()
    store.close()
  }
  try {
    await app.listen({ port: 0, host: '127.0.0.1' })
  } catch (error) {
    await close()
    throw error
  }
  return { port: (app.server.address() as AddressInfo).port, close }
}

interface Client {
  askFor(paths: readonly string[]): void
  /** Lets requests be answered for so long. Rejects when the client failed. */
  pass(ms: number): Promise<void>
  end(): Promise<void>
}

function ask(port: number, paths: readonly string[]): Client {
  const workerData: RequestLoop = { port, connections, paths }
  const worker = new Worker(new URL('request-loop.ts', import.meta.url), { workerData })
  const failure = new Promise<never>((_, reject) => worker.once('error', reject))
  // Told by the next pass, if there is one.
  failure.catch(() => {})
  return {
    askFor: (next) => worker.postMessage(next, []),
    pass: (ms) => Promise.race([wait(ms), failure]),
    end: async () => void (await worker.terminate()),
  }
}

/** Nanoseconds per call of the middle batch; results are kept where the compiler cannot know that nobody looks. */
function timeLoop({ ofContent }: HashFunction, documents: readonly Document[]): number {
  const contents = documents.map(({ content }) => content)
  const kept: string[] = ['', '']
  const run = (calls: number) => {
    const beforeMs = performance.now()
    for (let index = 0; index < calls; index++) kept[index & 1] = ofContent(contents[index % contents.length]!)
    return (performance.now() - beforeMs) * 1e6
  }
  const calls = Math.max(1, Math.round(batchNs / (run(contents.length) / contents.length)))
  // The first half warms.
  const batches = Array.from({ length: loopBatches }, () => run(calls) / calls).slice(loopBatches / 2)
  if (kept.join('').length === 0) throw new Error('the hash returned nothing that could be kept')
  return median(batches)
}
