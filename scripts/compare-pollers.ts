import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { balancedOrder } from '../bench/stats/balanced-order.ts'
import { type Estimate, estimateLogRatio } from '../bench/stats/interval.ts'
import { createRandom } from '../bench/stats/random.ts'
import { startServer } from '../bench/target/server-process.ts'
import { startSupervisor } from '../bench/target/supervision.ts'
import { serverCommand } from '../servers/index.ts'
import { documents, type PollerCost, type PollerLoad } from './poller-cost.ts'

// Virtual users are cheap: many pollers cost per poll what few do at the same total rate. node scripts/compare-pollers.ts

const few = { users: 100, everyMs: 50 }
const many = { users: 10_000, everyMs: 5000 }
const warmUpMs = 1.2 * many.everyMs
const measuredMs = 8000
const rounds = 6
const mostRatio = 1.2
const mostLateFraction = 0.01
const mostCpuFraction = 0.85

export interface Verdict {
  readonly text: string
  /** 0: within the limit; 1: beyond it; 3: cannot tell; 4: nothing could be measured. */
  readonly exitCode: number
}

/** Whether the ratio of the costs stays within the limit, as far as its interval says. */
export function judgeRatio(estimate: Estimate | undefined): Verdict {
  if (estimate === undefined) return { text: 'void: no round is valid', exitCode: 4 }
  const point = `cost per poll, ${many.users} users / ${few.users} users: ${estimate.point.toFixed(3)}`
  if (estimate.kind === 'point-only') return { text: `${point}, cannot tell: ${estimate.why}`, exitCode: 3 }
  const { low, high, level, launches } = estimate
  const interval = `${point} (${level * 100} % interval ${low.toFixed(3)} to ${high.toFixed(3)}, ${launches} rounds)`
  if (high <= mostRatio) return { text: `${interval}, within ${mostRatio}`, exitCode: 0 }
  return low > mostRatio
    ? { text: `${interval}, beyond ${mostRatio}`, exitCode: 1 }
    : { text: `${interval}, cannot tell from ${mostRatio}`, exitCode: 3 }
}

/** Why a measurement says nothing about what a poll costs. */
export function findVoidReason({ notModifiedFraction, lateFraction, cpuFraction }: PollerCost): string | undefined {
  if (notModifiedFraction < 1) return `${((1 - notModifiedFraction) * 100).toFixed(2)} % of the polls were no 304`
  if (lateFraction > mostLateFraction) return `${(lateFraction * 100).toFixed(1)} % of the polls left more than 10 ms late or not at all`
  return cpuFraction > mostCpuFraction ? `the pollers used ${(cpuFraction * 100).toFixed(0)} % of a core` : undefined
}

/** Interleaved in balanced order; each measurement in a fresh process, all against one server process. */
async function compare(): Promise<Verdict> {
  const supervisor = startSupervisor()
  const args = [...serverCommand('version').args, '--port', '0', '--documents', String(documents), '--size', '2kB']
  const command = { name: 'version', command: process.execPath, args, node: true }
  const server = await startServer(command, { supervisor, readyTimeoutMs: 30_000 })
  try {
    const logRatios: number[] = []
    for (const [round, order] of balancedOrder(2, rounds, createRandom(1)).entries()) {
      const costs: PollerCost[] = []
      for (const arm of order) costs[arm] = await measureApart({ origin: server.origin, warmUpMs, measuredMs, ...[few, many][arm]! })
      const [fewCost, manyCost] = costs as [PollerCost, PollerCost]
      const voidReason = findVoidReason(fewCost) ?? findVoidReason(manyCost)
      const ratio = manyCost.cpuUsPerPoll / fewCost.cpuUsPerPoll
      console.log(`round ${round + 1}: ${describe(few, fewCost)}; ${describe(many, manyCost)}; ratio ${ratio.toFixed(3)}` +
        (voidReason === undefined ? '' : `; void: ${voidReason}`))
      if (voidReason === undefined) logRatios.push(Math.log(ratio))
    }
    return judgeRatio(estimateLogRatio(logRatios))
  } finally {
    await server.stop()
    await supervisor.close()
  }
}

function describe({ users, everyMs }: typeof few, { polls, cpuUsPerPoll }: PollerCost): string {
  return `${users} users every ${everyMs} ms: ${cpuUsPerPoll.toFixed(1)} us of CPU a poll (${polls} polls)`
}

async function measureApart(load: PollerLoad): Promise<PollerCost> {
  const script = fileURLToPath(new URL('poller-cost.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(load)])
  return JSON.parse(stdout) as PollerCost
}

if (import.meta.main) {
  const { text, exitCode } = await compare()
  console.log(text)
  process.exitCode = exitCode
}
