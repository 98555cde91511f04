import { describe, expect, it } from 'vitest'
import { createRandom } from '../stats/random.ts'
import { exitCodeOfSuite } from './ab-exit-code.ts'
import { abSettings, scriptedLaunch } from './ab-file-fixture.ts'
import type { AbLaunch, AbSettings } from './ab-file.ts'
import { planStrategyCells } from './cells.ts'
import type { LaunchOrder } from './run-suite.ts'
import { concludeCells, runSuite } from './run-suite.ts'
import { grossChange } from './smoke.ts'

const { cells } = await planStrategyCells({})
const names = cells.map(({ name }) => name)

interface Change {
  readonly sd: number
  readonly change: number
  readonly of: RegExp
  /** Cells that are slower by 4.5 %: where launches spread, neither an alarm nor ruled out for long. */
  readonly doubtful?: RegExp
}

/** Plays a suite whose launches spread by `sd` around 0, and around `change` in the cells that match. */
async function play(settings: AbSettings, { sd, change, of, doubtful = /^$/ }: Change, launchMs = 0) {
  const random = createRandom(settings.seed)
  const launches: AbLaunch[] = []
  const orders: LaunchOrder[] = []
  const lines: string[] = []
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  await runSuite({
    settings,
    launches: () => launches,
    measure: async (order) => {
      orders.push(order)
      launches.push(scriptedLaunch({ ...order, cells: [...order.cells] }, (cell, arm) => sd * normal() + (arm === 'head' ? Math.log(1 + (of.test(cell) ? change : doubtful.test(cell) ? 0.045 : 0)) : 0)))
    },
    report: (line) => lines.push(line),
    nowMs: () => launches.length * launchMs,
  })
  const verdicts = concludeCells(settings, launches)
  const cellsWith = (verdict: string) => verdicts.filter((each) => each.verdict === verdict).map(({ cell }) => cell)
  const exitCode = exitCodeOfSuite({ verdicts: [...verdicts], exact: [], settings })
  return { orders, lines, verdicts, cellsWith, exitCode }
}

describe('runSuite', () => {
  it('ends at the first look when nothing has changed', async () => {
    const { orders, lines, cellsWith } = await play(abSettings(names), { sd: 0.004, change: 0, of: /^$/ })
    expect(orders.map(({ launch, confirmation }) => [launch, confirmation])).toEqual(Array.from({ length: 8 }, (_, launch) => [launch, false]))
    expect(cellsWith('no-change')).toEqual(names)
    expect(lines.map((line) => line.replace(/ in \d+ ms$/, ''))).toEqual([
      ...Array.from({ length: 7 }, (_, launch) => `launch ${launch + 1} of 8: 15 cells`), 'launch 8: 15 cells', 'decided: 15 no-change',
    ])
  })

  it('goes on with the open cells only, and has an alarm confirmed on fresh launches', async () => {
    const slowed = names.filter((name) => name.startsWith('sha256/'))
    const { orders, cellsWith } = await play(abSettings(names), { sd: 0.004, change: 0.08, of: /^sha256\// })
    expect(cellsWith('regressed')).toEqual(slowed)
    expect(cellsWith('no-change')).toEqual(names.filter((name) => !slowed.includes(name)))
    expect(orders[0]?.cells).toEqual(names)
    const later = orders.filter(({ launch, confirmation }) => confirmation || launch >= 8)
    expect(later.map((order) => order.cells)).toEqual(later.map(() => slowed))
    const confirming = orders.filter(({ confirmation }) => confirmation)
    expect(confirming.length).toBe(abSettings([]).design.confirmationLaunches)
    expect(confirming.map(({ launch }) => launch)).toEqual(confirming.map((_, index) => index))
  })

  it('ends with what it has when no more launches are wanted', async () => {
    const { orders, cellsWith } = await play(abSettings(names, { mostLaunches: 2 }), { sd: 0.004, change: 0.3, of: /304/ })
    expect(orders.map(({ launch }) => launch)).toEqual([0, 1])
    expect(cellsWith('cannot-tell')).toEqual(names)
  })

  it('confirms the alarms of a screening that is cut short where all other cells are settled', async () => {
    const { orders, cellsWith, exitCode } = await play(abSettings(names, { mostLaunches: 12 }), { sd: 0.004, change: 0.08, of: /^sha256\/10kB\/304$/ })
    expect(orders.filter(({ confirmation }) => !confirmation)).toHaveLength(12)
    expect([cellsWith('regressed'), cellsWith('no-change').length, exitCode]).toEqual([['sha256/10kB/304'], 14, 1])
  })

  it('ends with cells open without confirming an alarm, and neither fails nor passes it', async () => {
    const doubtful = /^version\/10kB\/304$/
    const { orders, verdicts, cellsWith, exitCode } = await play(abSettings(names, { mostLaunches: 12, seed: 2 }), { sd: 0.06, change: 0.3, of: /^sha256\/10kB\/304$/, doubtful })
    expect(orders.map(({ launch, confirmation }) => [launch, confirmation])).toEqual(Array.from({ length: 12 }, (_, launch) => [launch, false]))
    expect(cellsWith('cannot-tell')).toContain('version/10kB/304')
    expect(verdicts.filter(({ unconfirmedAlarm }) => unconfirmedAlarm)).toEqual([
      expect.objectContaining({
        cell: 'sha256/10kB/304',
        verdict: 'cannot-tell',
        why: 'slower by more than 1 % in 12 launches, but the suite ended before 12 fresh ones could confirm it: run it again to its end (without --launches), or this cell alone: --cells sha256/10kB/304',
      }),
    ])
    expect(exitCode).toBe(3)
  })

  it('says of a cell without valid launches why the last was none', () => {
    const settings = abSettings(['a', 'b'])
    const launch = scriptedLaunch({ launch: 0, confirmation: false, cells: ['a', 'b'] }, () => 0)
    const pairs = launch.pairs.map((pair) => (pair.cell === 'a' ? { ...pair, voidReason: 'head was idle' } : pair))
    expect(concludeCells(settings, [{ ...launch, pairs }]).map(({ verdict, why }) => [verdict, why])).toEqual([
      ['void', 'no launch was valid; last: head was idle'],
      ['cannot-tell', 'the suite ended after 1 valid launch, before this was settled: it is looked at after 8, 12, 16 and 24 launches'],
    ])
  })

  it('calls regressed what head alone answers with a status of another class, and void what base answers so too', async () => {
    const wrongArms: Readonly<Record<string, readonly string[]>> = { a: ['head'], b: ['head', 'base-again'], c: ['base-again'] }
    const launch = scriptedLaunch({ launch: 0, confirmation: false, cells: ['a', 'b', 'c', 'd'] }, () => 0)
    const pairs = launch.pairs.map((pair) => (wrongArms[pair.cell]?.includes(pair.arm) ? { ...pair, voidReason: `${pair.arm} answered 200 (9 times) instead of 304`, wrongAnswer: true } : pair))
    for (const mode of ['gate', 'smoke'] as const) {
      const settings = abSettings(['a', 'b', 'c', 'd'], { mode })
      const verdicts = concludeCells(settings, [{ ...launch, pairs }])
      expect(verdicts.slice(0, 3).map(({ verdict, effect, why }) => [verdict, effect?.kind, why])).toEqual([
        ['regressed', undefined, 'head answered 200 (9 times) instead of 304; base answers as it should'],
        ['void', undefined, 'head answered 200 (9 times) instead of 304; last: base-again answered 200 (9 times) instead of 304'],
        ['void', 'point-only', 'base-again answered 200 (9 times) instead of 304'],
      ])
      expect([verdicts[3]?.verdict, exitCodeOfSuite({ verdicts: [...verdicts], exact: [], settings })]).toEqual(['cannot-tell', 1])
    }
  })

  it('sees a gross change in a smoke run, and can tell nothing else', async () => {
    const settings = abSettings(names, { mode: 'smoke', mostLaunches: 8 })
    const { orders, cellsWith } = await play(settings, { sd: 0.01, change: grossChange + 0.1, of: /put/ })
    expect(orders).toHaveLength(8)
    expect(cellsWith('regressed')).toEqual(names.filter((name) => name.endsWith('/put')))
    expect(cellsWith('cannot-tell')).toEqual(names.filter((name) => !name.endsWith('/put')))
  })

  it.each([[20_000, 8], [25_000, 6], [40_000, 4]])('begins no launch of a smoke run that would end too late for three minutes: of launches of %i ms it makes %i', async (launchMs, launches) => {
    const settings = abSettings(names, { mode: 'smoke', mostLaunches: 8 })
    const { orders, cellsWith } = await play(settings, { sd: 0.01, change: 0.3, of: /put/ }, launchMs)
    expect(orders).toHaveLength(launches)
    expect(cellsWith('regressed').length > 0).toBe(launches >= 6)
  })
})
