import { Bench } from 'tinybench'
import type { CpuClock } from './cpu-clock.ts'
import { findTickNs } from './cpu-clock.ts'
import type { Operation } from './task.ts'

export interface Effort {
  /** CPU time spent before anything counts, beside what finding the batch takes. */
  readonly warmupMs: number
  /** CPU time that a sample is sized for: as many calls as it takes, at least one. */
  readonly sampleMs: number
  readonly samples: number
}

/** What one launch says of an operation. */
export interface OperationFigures {
  /** Calls in a sample. */
  readonly batch: number
  readonly samples: number
  /** CPU time per call: of the cheapest sample, and of the middle one. */
  readonly cheapestNs: number
  readonly medianNs: number
  readonly clockTickNs: number
  /** Of the result that was kept last; never 0. */
  readonly resultWeight: number
}

/** A sample shorter than this would be off by more than 0.1 % for the clock's step alone. */
const leastTicksPerSample = 1_000

/** Measures in this process; the caller gives each operation a process of its own. Throws an Error when a call does, or returns nothing. */
export function measureOperation(operation: Operation, effort: Effort, clock: CpuClock): OperationFigures {
  const clockTickNs = findTickNs(clock)
  const loop = createLoop(operation, clock)
  const batch = findBatch(loop, Math.max(effort.sampleMs * 1e6, clockTickNs * leastTicksPerSample))
  // Bounded by the number of samples: tinybench adds a time budget to it where there is one.
  const bench = new Bench({ time: 0, iterations: effort.samples, warmupTime: effort.warmupMs, warmupIterations: 1, throws: true })
  const sample = () => {
    const ns = loop.run(batch)
    return { overriddenDuration: ns / batch / 1e6, overriddenIterationCost: ns / 1e6 }
  }
  // tinybench would call it once to learn whether it is asynchronous.
  bench.add('operation', sample, { async: false, beforeAll: collectGarbage })
  const [task] = bench.runSync()
  const result = task?.result
  if (result?.state !== 'completed') throw new Error(`tinybench ended with the task ${result?.state ?? 'missing'}`)
  const { min, p50, samplesCount } = result.latency
  return { batch, samples: samplesCount, cheapestNs: min * 1e6, medianNs: p50 * 1e6, clockTickNs, resultWeight: loop.weight() }
}

interface Loop {
  /** Makes so many calls and returns what they took, in nanoseconds. */
  run(calls: number): number
  weight(): number
}

/** Results go where the compiler cannot know that nobody looks, and the last of each batch is looked at. */
function createLoop(operation: Operation, clock: CpuClock): Loop {
  const kept: unknown[] = [undefined, undefined]
  let next = 0
  let weight = 0
  return {
    run(calls) {
      const end = next + calls
      const beforeNs = clock.nowNs()
      for (let index = next; index < end; index++) kept[index & 1] = operation.call(index)
      const ns = clock.nowNs() - beforeNs
      next = end
      weight = weigh(kept[(end - 1) & 1])
      if (weight === 0) throw new Error('the operation returned nothing that could be kept: it may have been compiled away')
      return ns
    },
    weight: () => weight,
  }
}

/** As many calls as take `sampleNs`, found by taking more and more of them, which warms the operation too. */
function findBatch(loop: Loop, sampleNs: number): number {
  let batch = 1
  for (;;) {
    const ns = loop.run(batch)
    if (ns >= sampleNs / 2) return Math.max(1, Math.round((batch * sampleNs) / ns))
    // At most tenfold: the first calls are the dearest.
    batch = Math.ceil((batch * sampleNs) / Math.max(ns, sampleNs / 10))
  }
}

/** Something that only the whole result can tell; 0 for nothing. */
function weigh(result: unknown): number {
  if (typeof result === 'number') return result
  if (typeof result === 'string' || Array.isArray(result) || result instanceof Uint8Array) return result.length
  return typeof result === 'object' && result !== null ? Object.keys(result).length : 0
}

/** Garbage of the preparation is none of the operation's. Without --expose-gc it stays. */
function collectGarbage(): void {
  globalThis.gc?.()
}
