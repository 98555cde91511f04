import { describe, expect, it } from 'vitest'
import { RequestBudget } from './request-budget.ts'

function learned(cpuNs: number, requests: number): RequestBudget {
  const budget = new RequestBudget()
  budget.learn('cell', cpuNs, requests)
  return budget
}

describe('RequestBudget', () => {
  it('asks for one request a connection where nothing is known', () => {
    expect(new RequestBudget().requestsFor('cell', 20, 8)).toBe(8)
    expect(new RequestBudget().nsPerRequest('cell')).toBe(0)
  })

  it('asks for as many requests as fill the CPU time, rounded up', () => {
    const budget = learned(3_000_000, 10)
    expect(budget.nsPerRequest('cell')).toBe(300_000)
    expect(budget.requestsFor('cell', 20, 8)).toBe(67)
    expect(budget.requestsFor('cell', 30, 8)).toBe(100)
  })

  it('asks for at least one request a connection, however dear a request is', () => {
    expect(learned(5_000_000_000, 1).requestsFor('cell', 20, 8)).toBe(8)
  })

  it('asks for 200,000 requests at most, however cheap a request is', () => {
    expect(learned(1, 1_000).requestsFor('cell', 20, 8)).toBe(200_000)
  })

  it('goes by the latest burst', () => {
    const budget = learned(1_000_000, 1)
    budget.learn('cell', 2_000_000, 10)
    expect(budget.nsPerRequest('cell')).toBe(200_000)
  })

  it('learns nothing from a burst without answers or without CPU time', () => {
    const budget = learned(1_000_000, 10)
    budget.learn('cell', 5_000_000, 0)
    budget.learn('cell', 0, 10)
    budget.learn('cell', -1, 10)
    expect(budget.nsPerRequest('cell')).toBe(100_000)
  })

  it('keeps cells apart', () => {
    const budget = learned(1_000_000, 10)
    budget.learn('other cell', 1_000_000, 1)
    expect([budget.requestsFor('cell', 20, 8), budget.requestsFor('other cell', 20, 8)]).toEqual([200, 20])
  })
})
