import { expect, it } from 'vitest'
import type { ScriptRun } from '../load/users.ts'
import { scenarios } from '../../scenarios/index.ts'
import { findScenarioFault } from './scenario-validity.ts'

const kept = { wallNs: 1e9, cpuFraction: 0.5, eventLoopLagP99Ns: 0, requests: 1000, lateStarts: 10, dropped: 0, reconnects: 0, interrupted: false } as ScriptRun

function faultOf(name: string, given: Partial<ScriptRun>, settings: Readonly<Record<string, number | string>> = {}): string | null {
  const scenario = scenarios.find((each) => each.name === name)!
  return findScenarioFault({ scenario, settings: { ...scenario.defaults, ...settings } }, { ...kept, ...given })
}

it.each(['dashboard', 'edit-contended', 'edit-burst'])('%s counts where one request in a hundred is late', (name) => {
  expect(faultOf(name, {})).toBeNull()
})

it.each(['dashboard', 'edit-contended', 'edit-burst'])('%s is void where more are late, or the generator has no time left', (name) => {
  expect(faultOf(name, { lateStarts: 11 })).toBe('11 of 1000 requests left more than 10 ms late (limit 1 %)')
  expect(faultOf(name, { cpuFraction: 0.86 })).toBe('the generator used 86 % of a core (limit 85 %)')
})

it('a machine that had other things to do is named as the reason', () => {
  expect(faultOf('edit-burst', { lateStarts: 99, eventLoopLagP99Ns: 61_237_631 })).toBe(
    '99 of 1000 requests left more than 10 ms late (limit 1 %); timers of this process fired 61 ms late (p99): the machine had other things to do',
  )
})

it('a request that was never sent makes an open workload void', () => {
  expect(faultOf('dashboard', { dropped: 3 })).toBe(
    '3 of 1003 requests were dropped, since they could not leave in time: fewer --users, a longer --every',
  )
})

it('users who never think have no timing to miss', () => {
  expect(faultOf('poll-changing', { lateStarts: 900, cpuFraction: 1 })).toBeNull()
  expect(faultOf('mixed', { lateStarts: 900, cpuFraction: 1 })).toBeNull()
  expect(faultOf('poll-changing', { lateStarts: 900, cpuFraction: 1 }, { thinkMs: 5 })).toBe('900 of 1000 requests left more than 10 ms late (limit 1 %)')
})
