import { expect, it } from 'vitest'
import type { Observation } from '../load/observation.ts'
import { findClockSteps } from './clock-steps.ts'
import { edit, poll } from './observed.ts'

const at = (sentNs: number, dateMs: number, other: Partial<Observation> = {}): Observation =>
  poll('a0', { sentNs, doneNs: sentNs + 10, dateMs, ...other })

it('a Date more than a second before that of an earlier answer is a step back', () => {
  const [earlier, later] = [at(0, 3_600_000), at(10, 0)]
  expect(findClockSteps([earlier, later])).toEqual([
    { field: 'Date', earlier, later, earlierMs: 3_600_000, laterMs: 0 },
  ])
})

it.each([
  ['that is a second older: a server may keep the text of a Date for so long', [at(0, 2000), at(10, 1000)]],
  ['of an answer that overlaps', [at(0, 9000), at(9, 0)]],
  ['about another document', [at(0, 9000), at(10, 0, { document: 2 })]],
  ['that is missing', [at(0, 9000), poll('a0', { sentNs: 10, doneNs: 20 })]],
  ['that goes on', [at(0, 1000), at(10, 2000), at(20, 3000)]],
])('a Date %s is none', (_case, observations) => {
  expect(findClockSteps(observations)).toEqual([])
})

it('the latest date until then counts, and every answer before it is a step', () => {
  const answers = [at(0, 1000), at(10, 9000), at(20, 5000), at(30, 8500), at(40, 6000), at(50, 9000)]
  expect(findClockSteps(answers.toReversed()).map(({ earlierMs, laterMs }) => [earlierMs, laterMs])).toEqual([
    [9000, 5000], [9000, 6000],
  ])
})

it('Last-Modified is held against Last-Modified, of whatever kind the requests were', () => {
  const written = edit('a1', 'a0', { sentNs: 0, doneNs: 10, lastModifiedMs: 9000, dateMs: 9000 })
  const read = poll('a1', { sentNs: 10, doneNs: 20, lastModifiedMs: 2000, dateMs: 9000 })
  expect(findClockSteps([written, read])).toEqual([
    { field: 'Last-Modified', earlier: written, later: read, earlierMs: 9000, laterMs: 2000 },
  ])
})
