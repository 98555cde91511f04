import { expect, it } from 'vitest'
import { planStrategyCells } from '../cells.ts'
import { injectionOf } from './injection.ts'
import type { Round } from './play-rounds.ts'

it('is the share of the median CPU time of a request over the rounds in which base was valid and undisturbed, cell by cell', async () => {
  const { cells } = await planStrategyCells({ cells: ['version/1kB/304', 'version/1kB/200', 'sha256/1kB/200'] })
  const [notModified, ok, other] = cells
  const round = (cell: Round['cell'], cpuNs: number, requests: number, voidReason: string | null = null, wrong: Round['wrong'] = [], otherThreadsCpuNs = 0) =>
    ({ cell, wrong, bursts: new Map([['base', { cpuNs, requests, voidReason, otherThreadsCpuNs }]]) }) as unknown as Round
  const rounds = [
    round(notModified!, 20_000, 2), round(notModified!, 1_800_000, 100), round(notModified!, 11_000, 1), round(notModified!, 9_000_000, 1, 'idle'),
    round(ok!, 9_000_000, 10, null, [], 3_000_000), round(ok!, 8_000_000, 10, null, [], 3_000_000), round(ok!, 900_000, 10), round(ok!, 1_100_000, 10), round(other!, 8_000, 1, 'idle'), round(other!, 1, 1, 'answered 500', ['base']),
  ]
  expect(injectionOf(rounds, cells, 5)).toEqual({ percent: 5, waitNs: { 'version/1kB/304': 550, 'version/1kB/200': 5_000, 'sha256/1kB/200': 400 } })
  expect(injectionOf(rounds.slice(4, 5), [ok!], 5).waitNs).toEqual({ 'version/1kB/200': 45_000 })
  expect(() => injectionOf(rounds.slice(-1), [other!], 5)).toThrow('no burst on sha256/1kB/200 was answered as it should be: what 5 % of its CPU time are is not known')
})
