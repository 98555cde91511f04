import { expect, it } from 'vitest'
import { warnOfDoubts } from './doubts.ts'
import { buildMicro } from './micro-fixture.ts'

const costs: Readonly<Record<string, number>> = { 'no-op': 3, 'read-columns': 29, 'tag-list-match': 30, gzip: 5000 }

it('is silent about figures that stand', () => {
  expect(warnOfDoubts(buildMicro({ tasks: ['no-op', 'gzip', 'tag-list-match'], ns: (task) => costs[task]! }))).toEqual([])
})

it('names operations that cost hardly more than the loop', () => {
  expect(warnOfDoubts(buildMicro({ tasks: Object.keys(costs), ns: (task) => costs[task]! }))).toEqual([
    'read-columns cost less than 10 no-ops: what the loop costs is a good part of them',
  ])
})

it('names figures with a wide interval, the control left out', () => {
  const ns = (task: string, _: number | null, launch: number) => costs[task]! * (task !== 'tag-list-match' && launch % 2 === 0 ? 2 : 1)
  expect(warnOfDoubts(buildMicro({ tasks: ['no-op', 'gzip', 'tag-list-match'], sizesBytes: [10_000, 100_000], ns: (task, size, launch) => ns(task, size, launch) * (task === 'no-op' ? 0.1 : 1) }))).toEqual([
    'gzip 10kB, gzip 100kB have an interval of more than ±25 %: the machine was busy with something else: measure again, or with more --launches',
  ])
})

it('says nothing about nothing', () => {
  expect(warnOfDoubts({ estimates: null })).toEqual([])
})
