import { expect, it } from 'vitest'
import { planArms } from '../plan/arm.ts'
import { shortfallLimitNs } from '../target/cpu-meter.ts'
import { watchLaunch } from './launch-watch.ts'
import type { RunningArm } from './running-arm.ts'

/** An arm whose server spends 100 ms by the clock that keeps ended threads, and `lostNs` less by the other. */
async function scriptedArm(name: string, lostNs: number): Promise<RunningArm> {
  const [control] = await planArms([], [])
  const spentNs = [0, 100_000_000]
  const read = async () => {
    const statNs = spentNs.shift()!
    return { runNs: statNs === 0 ? 0 : statNs - lostNs, statNs, processes: 1, atNs: 0n }
  }
  const server = {
    name,
    pid: 0,
    origin: 'http://127.0.0.1:1',
    meter: { kind: 'schedstat', resolutionNs: 1, read },
    exited: new Promise<never>(() => {}),
    hasExited: () => undefined,
    stderrTail: () => '',
    stop: async () => {},
  } as const
  return { arm: { ...control!, name }, server, documents: [] }
}

it('names the arms whose threads took more CPU time with them than rounding explains', async () => {
  const arms = [await scriptedArm('keeps', 0), await scriptedArm('rounds', shortfallLimitNs), await scriptedArm('loses', 45_000_000)]
  const endWatch = await watchLaunch(arms)
  expect((await endWatch()).shortfalls).toEqual([{ arm: 'loses', lostMs: 45 }])
})
