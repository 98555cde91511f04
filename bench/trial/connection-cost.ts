import { expectedStatus } from '../plan/arm.ts'
import type { BenchSettings } from '../plan/settings.ts'
import { plainScripts } from './class-scripts.ts'
import { interrupted } from './endings.ts'
import type { RunningArm } from './running-arm.ts'
import { saturateScripts } from './running-arm.ts'
import type { ConnectionCost } from './unit-cost-run.ts'

const longFactor = 10

/**
 * What opening the connections of a burst costs, from a burst of one request a connection and one ten times as long, on the
 * smallest document. Both have the connections in them: short = connections + n answers, long = connections + 10 n answers.
 */
export async function measureConnectionCost(
  running: RunningArm,
  settings: BenchSettings,
  signal: AbortSignal,
): Promise<Omit<ConnectionCost, 'launch'>> {
  const { arm } = running
  const smallest = settings.sizesBytes.indexOf(Math.min(...settings.sizesBytes))
  const documents = running.documents[smallest] ?? []
  const plainGets = async (requests: number) => {
    const load = { requests, signal }
    return (await saturateScripts(running, plainScripts(documents), expectedStatus(arm, '200'), load)).settled
  }
  const overheads: number[] = []
  let plainGetSentBytes = 0
  for (let repeat = 0; repeat < 2; repeat++) {
    const short = await plainGets(documents.length)
    const long = await plainGets(documents.length * longFactor)
    if (signal.aborted) throw interrupted()
    if (short.errors === 0 && long.errors === 0) overheads.push((short.cpuNs * longFactor - long.cpuNs) / (longFactor - 1))
    plainGetSentBytes = long.sentBytes / Math.max(1, long.requests)
  }
  const cpuNs = overheads.length === 0 ? 0 : Math.max(0, Math.min(...overheads))
  return { arm: arm.name, connections: documents.length, cpuNs, plainGetSentBytes }
}
