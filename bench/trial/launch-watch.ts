import type { CpuReading } from '../target/cpu-meter.ts'
import { cpuBetween, shortfallLimitNs } from '../target/cpu-meter.ts'
import { readHostLoad } from '../target/host-load.ts'
import { readMeter } from './read-meter.ts'
import type { RunningArm } from './running-arm.ts'

/** What a launch as a whole shows that no burst can: load of others, and threads that ended in many small bursts. */
export interface LaunchReport {
  /** Cores that processes which are none of ours kept busy on average; undefined where the machine does not say. */
  readonly foreignCores: number | undefined
  /** Arms of which threads ended and took more CPU time with them than rounding explains. */
  readonly shortfalls: readonly { readonly arm: string; readonly lostMs: number }[]
}

/** Starts watching a launch; the returned function ends it. */
export async function watchLaunch(running: readonly RunningArm[]): Promise<() => Promise<LaunchReport>> {
  const serversBefore = await readMeters(running)
  const hostBefore = readHostLoad()
  const ownBefore = process.cpuUsage()
  const startNs = process.hrtime.bigint()
  return async () => {
    const hostAfter = readHostLoad()
    const own = process.cpuUsage(ownBefore)
    const elapsedNs = Number(process.hrtime.bigint() - startNs)
    const spent = (await readMeters(running)).map((after, index) => cpuBetween(serversBefore[index]!, after))
    const ours = (own.user + own.system) * 1000 + spent.reduce((total, { runNs }) => total + runNs, 0)
    return {
      foreignCores: hostBefore && hostAfter && Math.max(0, hostAfter.busyNs - hostBefore.busyNs - ours) / elapsedNs,
      shortfalls: running.flatMap(({ arm }, index) => {
        const { shortfallNs } = spent[index]!
        return shortfallNs > shortfallLimitNs ? [{ arm: arm.name, lostMs: shortfallNs / 1e6 }] : []
      }),
    }
  }
}

function readMeters(running: readonly RunningArm[]): Promise<readonly CpuReading[]> {
  return Promise.all(running.map(({ server, arm }) => readMeter(server, arm.name, 'before or after the bursts of a launch')))
}
