import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faults } from '../../servers/faults/index.ts'
import type { Supervisor } from '../target/supervision.ts'
import { startSupervisor } from '../target/supervision.ts'
import { childProcesses } from '../trial/child-processes-fixture.ts'
import { tinySettings } from '../trial/tiny-settings-fixture.ts'
import { expectations } from './expectation.ts'
import type { Expectation } from './expectation.ts'
import { runSelfcheck } from './run-selfcheck.ts'

let supervisor: Supervisor
beforeAll(() => void (supervisor = startSupervisor()))
afterAll(() => supervisor.close())

const expectationOf = (fault: string): Expectation => expectations.find((each) => each.fault === fault)!
const run = (chosen: readonly Expectation[], signal = new AbortController().signal) =>
  runSelfcheck(chosen, { settings: tinySettings, supervisor, signal })

it('every fault has a script that exposes it', () => {
  expect(expectations.map(({ fault }) => fault)).toEqual(faults.map(({ name }) => name))
})

describe('runSelfcheck', () => {
  it('finds faults on real servers, in the order asked for, and goes on after one that kills its server', async () => {
    const found = await run([expectationOf('dies'), expectationOf('foreign-tag'), expectationOf('useless-ok')])
    expect(found).toEqual([
      { fault: 'dies', namedBy: ['server-died'], followed: [], problems: [] },
      { fault: 'foreign-tag', namedBy: ['foreign-tag'], followed: ['useless-ok'], problems: [] },
      { fault: 'useless-ok', namedBy: ['useless-ok'], followed: [], problems: [] },
    ])
    expect(childProcesses().filter((child) => child.includes('/servers/'))).toEqual([])
  })

  it('fails a fault that its script does not expose, and one that shows what nobody expects', async () => {
    const hidden = { ...expectationOf('drops-writes'), settings: { ...expectationOf('drops-writes').settings, editors: 1, edits: 5 } }
    const misjudged: Expectation = { ...expectationOf('useless-ok'), namedBy: ['false-not-modified'] }
    expect(await run([hidden, misjudged])).toEqual([
      {
        fault: 'drops-writes',
        namedBy: [],
        followed: [],
        problems: ['lost-updates was not seen', 'oracles-disagree was not seen'],
      },
      {
        fault: 'useless-ok',
        namedBy: [],
        followed: ['useless-ok'],
        problems: ['false-not-modified was not seen', expect.stringMatching(/^useless-ok does not follow from it: \d+ of \d+ /)],
      },
    ])
  })

  it('counts against a fault what the sound server shows too', async () => {
    // Nobody guards a write there: edits get lost on either server.
    const unguarded: Expectation = { ...expectationOf('non-atomic-write'), strategy: 'none' }
    const [outcome] = await run([unguarded])
    expect(outcome?.namedBy).toEqual(['lost-updates'])
    expect(outcome?.problems).toEqual([expect.stringMatching(/^the sound server showed lost-updates too: /)])
  })

  it('is interrupted by its signal and leaves no server', async () => {
    const interruption = new AbortController()
    const running = run(expectations, interruption.signal)
    setTimeout(() => interruption.abort(), 700)
    await expect(running).rejects.toMatchObject({ name: 'BenchError', code: 'interrupted' })
    expect(childProcesses().filter((child) => child.includes('/servers/'))).toEqual([])
  })
})
