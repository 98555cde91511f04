import { describe, expect, it } from 'vitest'
import { BenchError } from '../errors.ts'
import { buildRecord } from '../report/record-fixture.ts'
import { signOfError, signsOfRecord } from './sign.ts'

const durations = { count: 1, p50Ns: 1e6, p90Ns: 1e6, p99Ns: 1e6, maxNs: 1e6, encoded: '' }
const answeredIn = (maxNs: number) => ({
  poll: { requests: 10, outcomes: {}, sentBytes: 1, receivedBytes: 1, responseTime: { ...durations, maxNs }, serviceTime: durations },
})
const byKind = answeredIn(1e6)

describe('signsOfRecord', () => {
  it('sees nothing in a record without charges', () => {
    expect(signsOfRecord(buildRecord({ byKind }))).toEqual([])
  })

  it('takes violations and findings alike, with what they say', () => {
    const violations = [{ kind: 'foreign-tag', count: 2, message: '2 tags' }]
    const findings = [{ kind: 'useless-ok', count: 1, message: '1 of 9' }]
    expect(signsOfRecord(buildRecord({ byKind, violations, findings }))).toEqual([
      { sign: 'foreign-tag', message: '2 tags' },
      { sign: 'useless-ok', message: '1 of 9' },
    ])
  })

  it('sees slow answers by the intended start and dropped arrivals, and does not blame a server for a busy machine', () => {
    expect(signsOfRecord(buildRecord({ byKind: answeredIn(2.04e9), dropped: 3, voidReason: '3 were dropped' }))).toEqual([
      { sign: 'dropped-arrivals', message: '3 were dropped' },
      { sign: 'slow-answers', message: 'an answer came 2.0 s after its intended start' },
    ])
    expect(signsOfRecord(buildRecord({ byKind, voidReason: '5 left late' }))).toEqual([])
  })

  it('sees figures that do not add up', () => {
    expect(signsOfRecord(buildRecord({ byKind, requests: 11, statuses: { '200': 10 } }))).toEqual([
      { sign: 'figures-disagree', message: 'requests by their status: 10 and 11' },
      { sign: 'figures-disagree', message: 'requests by their kind: 10 and 11' },
    ])
  })
})

describe('signOfError', () => {
  it('is the code of an error that is known, and a failure of the harness otherwise', () => {
    expect(signOfError(new BenchError('server-hung', 'no answer', 'look'))).toEqual({ sign: 'server-hung', message: 'no answer\nlook' })
    expect(signOfError(new TypeError('x is undefined'))).toEqual({
      sign: 'harness',
      message: expect.stringContaining('x is undefined'),
    })
  })
})
