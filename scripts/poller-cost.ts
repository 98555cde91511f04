import { runScript } from '../bench/load/users.ts'
import { createRandom } from '../bench/stats/random.ts'
import { dashboard } from '../scenarios/dashboard.ts'

export interface PollerLoad {
  readonly origin: string
  readonly users: number
  /** Per user; the total rate is users / everyMs. */
  readonly everyMs: number
  /** Not measured: long enough for every user's first poll, which gets the content. */
  readonly warmUpMs: number
  readonly measuredMs: number
}

export interface PollerCost {
  readonly polls: number
  /** CPU time of this process, all threads, per poll. */
  readonly cpuUsPerPoll: number
  /** Of the measured polls. */
  readonly notModifiedFraction: number
  /** Late or dropped, of the whole run. */
  readonly lateFraction: number
  /** Of one core, over the whole run. */
  readonly cpuFraction: number
}

/** The same number of documents, and so of different answers, for any number of users. */
export const documents = 20

/** What one poll costs the harness, with so many pollers in this process, on documents that nobody changes. */
export async function measurePollerCost(load: PollerLoad): Promise<PollerCost> {
  const { origin, users, everyMs, warmUpMs, measuredMs } = load
  const settings = {
    users, everyMs, documents, jitterFraction: dashboard.defaults.jitterFraction, changesPerMinute: 0,
    durationMs: warmUpMs + measuredMs,
  }
  const random = createRandom(1)
  const seen = { polls: 0, notModified: 0 }
  let measuredFromNs: number | undefined
  let cpuBefore: NodeJS.CpuUsage | undefined
  const run = await runScript({
    scenario: dashboard,
    settings,
    origin,
    connections: dashboard.connections?.(settings) ?? users,
    seedRandom: index => random.fork(`user ${index}`).next,
    requestTimeoutMs: 10_000,
    record: ({ intendedNs, outcome }) => {
      measuredFromNs ??= intendedNs + warmUpMs * 1e6
      if (intendedNs < measuredFromNs || outcome === 'dropped') return
      cpuBefore ??= process.cpuUsage()
      seen.polls += 1
      if (outcome === 'not-modified') seen.notModified += 1
    },
  })
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    polls: seen.polls,
    cpuUsPerPoll: (user + system) / seen.polls,
    notModifiedFraction: seen.notModified / seen.polls,
    lateFraction: (run.lateStarts + run.dropped) / (run.requests + run.dropped),
    cpuFraction: run.cpuFraction,
  }
}

// A process of its own for each measurement, so that none inherits another's heap.
if (import.meta.main) console.log(JSON.stringify(await measurePollerCost(JSON.parse(process.argv[2] ?? '') as PollerLoad)))
