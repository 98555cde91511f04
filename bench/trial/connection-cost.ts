import { expectedStatus } from '../plan/arm.ts'
import type { BenchSettings } from '../plan/settings.ts'
import type { DrivenBurst, MeteredBurst } from './burst.ts'
import { plainScripts } from './class-scripts.ts'
import { interrupted } from './endings.ts'
import type { RunningArm } from './running-arm.ts'
import { saturateScripts } from './running-arm.ts'
import type { ConnectionCost } from './unit-cost-run.ts'

const longFactor = 10
const repeats = 2

/**
 * What opening the connections of a burst costs each arm, from a burst of one request a connection and one ten times as long,
 * on the smallest document. Both have the connections in them: short = connections + n answers, long = connections + 10 n answers.
 */
export async function measureConnectionCosts(
  arms: readonly RunningArm[],
  settings: BenchSettings,
  signal: AbortSignal,
): Promise<readonly Omit<ConnectionCost, 'launch'>[]> {
  const smallest = settings.sizesBytes.indexOf(Math.min(...settings.sizesBytes))
  const documentsOf = ({ documents }: RunningArm) => documents[smallest] ?? []
  const shorts: (readonly MeteredBurst[])[] = []
  const longs: (readonly MeteredBurst[])[] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [bursts, factor] of [[shorts, 1], [longs, longFactor]] as const) {
      bursts.push(await settleWhileDriving(arms, (running) => {
        const documents = documentsOf(running)
        return saturateScripts(running, plainScripts(documents), expectedStatus(running.arm, '200'), { requests: documents.length * factor, signal })
      }))
      if (signal.aborted) throw interrupted()
    }
  }
  return arms.map((running, index) => {
    const { sentBytes, requests } = longs.at(-1)![index]!
    return {
      arm: running.arm.name,
      connections: documentsOf(running).length,
      cpuNs: cheapestOpening(shorts.map((bursts) => bursts[index]!), longs.map((bursts) => bursts[index]!)),
      plainGetSentBytes: sentBytes / Math.max(1, requests),
    }
  })
}

/** One arm's account settles while the next is driven. */
async function settleWhileDriving(arms: readonly RunningArm[], drive: (running: RunningArm) => Promise<DrivenBurst>): Promise<readonly MeteredBurst[]> {
  const settling: Promise<MeteredBurst>[] = []
  for (const running of arms) settling.push((await drive(running)).settled)
  return Promise.all(settling)
}

/** Of the repeats; 0 where none was answered whole, or noise is larger than the cost. */
function cheapestOpening(shorts: readonly MeteredBurst[], longs: readonly MeteredBurst[]): number {
  const openings = shorts.flatMap((short, repeat) => {
    const long = longs[repeat]!
    return short.errors === 0 && long.errors === 0 ? [(short.cpuNs * longFactor - long.cpuNs) / (longFactor - 1)] : []
  })
  return openings.length === 0 ? 0 : Math.max(0, Math.min(...openings))
}
