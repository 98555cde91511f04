import { describe, expect, it } from 'vitest'
import { createRandom } from '../../stats/random.ts'
import type { MeteredBurst } from '../../trial/burst.ts'
import { RequestBudget } from '../../trial/request-budget.ts'
import type { ArmRole } from '../arm-role.ts'
import { armRoles } from '../arm-role.ts'
import { planStrategyCells } from '../cells.ts'
import type { Round, RoundsPlan } from './play-rounds.ts'
import { playRounds } from './play-rounds.ts'
import type { RunningSide } from './side-arm.ts'

type Outcome = 'undisturbed' | 'disturbed' | 'void'
/** What the burst of a side in the nth round of a class comes to. */
type Script = (side: ArmRole, round: number, responseClass: string) => Outcome

const burstOf = (outcome: Outcome) =>
  ({ cpuNs: 20e6, otherThreadsCpuNs: outcome === 'disturbed' ? 8e6 : 1e6, requests: 100, statuses: {}, voidReason: outcome === 'void' ? 'idle' : null }) as unknown as MeteredBurst

/** Plays four rounds, or more, of scripted bursts. */
async function play(script: Script, classes: readonly string[] = ['412'], requestsPerBurst: number[] = []): Promise<readonly Round[]> {
  const { cells, servers } = await planStrategyCells({ strategies: ['version'], classes })
  const counts = new Map<string, number>()
  const running = armRoles.map((side) => ({ arm: { ...servers[0]!, strategy: 'version', side } }) as unknown as RunningSide)
  const saturate: NonNullable<RoundsPlan['saturate']> = async ({ arm }, { responseClass }, { requests }) => {
    requestsPerBurst.push(requests)
    const { side } = arm as RunningSide['arm']
    const round = counts.get(`${side} ${responseClass}`) ?? 0
    counts.set(`${side} ${responseClass}`, round + 1)
    return { bytes: 0, settled: Promise.resolve(burstOf(script(side, round, responseClass))) }
  }
  return playRounds({
    cells, sizesBytes: [10_000], running, sides: armRoles, rounds: 4, burstCpuMs: 20, connections: 8,
    random: createRandom(1), budget: new RequestBudget(), signal: new AbortController().signal, saturate,
  })
}

const roundsOf = async (script: Script) => (await play(script)).map(({ round }) => round)
const firstRounds = (count: number) => Array.from({ length: count }, (_, round) => round)

describe('playRounds', () => {
  it('plays as many rounds as wanted where half of them are undisturbed for whichever two sides', async () => {
    expect(await roundsOf(() => 'undisturbed')).toEqual(firstRounds(4))
    expect(await roundsOf((_side, round) => (round < 2 ? 'disturbed' : 'undisturbed'))).toEqual(firstRounds(4))
  })

  it.each(armRoles)('plays further rounds of all sides while collections keep %s from half as many undisturbed ones', async (disturbedSide) => {
    const played = await play((side, round) => (side === disturbedSide && (round < 3 || round === 4) ? 'disturbed' : 'undisturbed'))
    expect(played.map(({ round }) => round)).toEqual(firstRounds(6))
    for (const { bursts } of played) expect([...bursts.keys()].toSorted()).toEqual(armRoles.toSorted())
  })

  it('plays no more further rounds than one cell has anyway, whichever cells share them', async () => {
    const scarce: Script = (_side, round) => (round === 0 ? 'undisturbed' : 'disturbed')
    expect(await roundsOf(scarce)).toEqual(firstRounds(8))
    const shared = await play(scarce, ['304', '412', 'put'])
    expect(['304', '412', 'put'].map((name) => shared.filter(({ cell }) => cell.responseClass === name).length)).toEqual([5, 5, 5])
  })

  it('makes the bursts of further rounds a third as long, on all sides alike', async () => {
    const requestsPerBurst: number[] = []
    await play((_side, round) => (round < 4 && round > 0 ? 'disturbed' : 'undisturbed'), ['412'], requestsPerBurst)
    // Nothing is known before the first: a handful.
    expect(requestsPerBurst).toEqual([8, 8, 8, ...Array.from({ length: 9 }, () => 100), 34, 34, 34])
  })

  it('plays none of a server that has no undisturbed burst at all: other threads do its work', async () => {
    expect(await roundsOf((side) => (side === 'head' ? 'disturbed' : 'undisturbed'))).toEqual(firstRounds(4))
  })

  it('repeats void rounds up to twice as many as wanted, and does not take them for disturbed', async () => {
    expect(await roundsOf((side, round) => (side === 'base' && round === 1 ? 'void' : 'undisturbed'))).toEqual(firstRounds(5))
    expect(await roundsOf((_side, round) => (round > 0 ? 'void' : 'undisturbed'))).toEqual(firstRounds(8))
  })

  it('goes on after void rounds for want of undisturbed ones', async () => {
    const outcomes: readonly Outcome[] = ['disturbed', 'void', 'undisturbed', 'disturbed', 'void', 'disturbed', 'void', 'undisturbed', 'undisturbed']
    expect(await roundsOf((_side, round) => outcomes[round] ?? 'disturbed')).toEqual(firstRounds(8))
  })
})
