import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { strategies } from '../servers/strategies/index.ts'
import { BenchError } from './errors.ts'
import type { BenchFlags } from './options.ts'
import { resolveSettings } from './options.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-options-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const settingsOf = (flags: BenchFlags) => resolveSettings(flags).settings

/** The sentences of the usage error that the flags end in. */
function problemsOf(flags: BenchFlags): readonly string[] {
  try {
    resolveSettings(flags)
  } catch (error) {
    if (error instanceof BenchError && error.code === 'usage') return error.message.split('\n')
    throw error
  }
  return []
}

const allStrategies = strategies.map(({ name }) => name)

const allScenarios = [
  'poll-unchanged', 'poll-changing', 'dashboard', 'resume', 'edit-alone', 'edit-contended', 'edit-burst', 'touch', 'drift', 'mixed',
]

describe('without flags', () => {
  it('a run compares five strategies beside both floors at four sizes, in every class and the usual scenarios', () => {
    const { settings, payload } = resolveSettings({})
    expect(payload).toBeNull()
    expect(settings).toMatchObject({
      mode: 'default',
      strategies: ['none', 'sha256', 'xxhash', 'version', 'last-modified'],
      references: ['floor-constant', 'floor-narrow', 'none-gzip'],
      sizesBytes: [1_000, 10_000, 100_000, 1_000_000],
      payloadFile: null,
      encoding: 'identity',
      scenarios: ['poll-changing', 'edit-contended', 'edit-burst', 'touch', 'drift'],
      scenarioSettings: {},
      classes: ['200', '304', 'put', '412'],
      seed: 1,
      launches: 6,
      connections: 8,
      fixedRates: [{ load: '100/s', requestsPerSecond: 100 }, { load: '1000/s', requestsPerSecond: 1000 }],
      fixedRateSizesBytes: [10_000],
      laneAgreement: { sizeBytes: 100_000 },
      modelCheck: { requestsPerSecond: 300, mix: { '304': 24, '200': 10, put: 6 }, sizeBytes: 10_000, roundsPerLaunch: 2 },
    })
  })

  it('--encoding gzip has all strategies compress, beside both floors: none-gzip would be none once more', () => {
    expect(settingsOf({ encoding: 'gzip' })).toMatchObject({ encoding: 'gzip', references: ['floor-constant', 'floor-narrow'] })
    expect(settingsOf({ encoding: 'gzip', references: 'none-gzip' }).references).toEqual(['none-gzip'])
    expect(settingsOf({ encoding: 'identity' }).encoding).toBe('identity')
    expect(() => settingsOf({ encoding: 'br' })).toThrow('--encoding br: give identity or gzip')
  })

  it('--quick looks at 10 kB only, with six launches all the same', () => {
    expect(settingsOf({ quick: true })).toMatchObject({
      mode: 'quick', launches: 6, sizesBytes: [10_000], fixedRates: [], laneAgreement: null, scenarios: ['poll-changing', 'edit-contended'],
    })
  })

  it('--thorough starts every server twelve times and paces every size', () => {
    expect(settingsOf({ thorough: true })).toMatchObject({
      mode: 'thorough', launches: 12, fixedRateSizesBytes: [1_000, 10_000, 100_000, 1_000_000], laneAgreement: { sizeBytes: 100_000 },
    })
  })
})

describe('flags', () => {
  it('override what the mode says', () => {
    const flags = { quick: true, seed: '7', launches: '2', connections: '3', warmup: '1.5s', burst: '20ms', rounds: '4', sizes: '1kB, 2KiB' }
    expect(settingsOf(flags)).toMatchObject({
      mode: 'quick', seed: 7, launches: 2, connections: 3, warmupCpuMsPerClass: 1500, burstCpuMs: 20, roundsPerLaunch: 4, sizesBytes: [1_000, 2_048],
    })
  })

  it('take all names, or none', () => {
    expect(settingsOf({ strategies: 'all', references: 'all', scenarios: 'none' })).toMatchObject({
      strategies: allStrategies, references: ['floor-constant', 'floor-narrow', 'none-gzip', 'fastify-etag'], scenarios: [],
    })
    expect(settingsOf({ strategies: 'none', references: 'none', scenarios: 'all', classes: 'none' })).toMatchObject({
      strategies: ['none'], references: [], scenarios: allScenarios, classes: [],
    })
  })

  it('add strategy files to the strategies', () => {
    expect(settingsOf({ strategies: 'version', strategy: ['./a.ts', './b.ts'] }).strategies).toEqual(['version', './a.ts', './b.ts'])
    expect(settingsOf({ strategy: ['./a.ts'] }).strategies).toEqual(['none', 'sha256', 'xxhash', 'version', 'last-modified', './a.ts'])
  })

  it.each([
    ['1kB,9kB,1MB', 9_000, 1_000_000], ['1kB,110kB', 1_000, 110_000], ['300B', 300, 300], ['20kB,10kB', 10_000, 20_000],
  ])('of --sizes %s the one nearest to 10 kB is paced, the one nearest to 100 kB played by both load generators', (sizes, middle, large) => {
    expect(settingsOf({ sizes })).toMatchObject({ fixedRateSizesBytes: [middle], laneAgreement: { sizeBytes: large } })
  })

  it('the cost model is checked where there are all the classes of the mix: between the fixed rates, or saturated where there are none', () => {
    expect(settingsOf({ quick: true }).modelCheck).toEqual({ requestsPerSecond: null, mix: { '304': 12, '200': 5, put: 3 }, sizeBytes: 10_000, roundsPerLaunch: 3 })
    expect(settingsOf({ classes: '304,put,412' }).modelCheck).toBeNull()
    expect(settingsOf({ classes: '200,304,put', sizes: '1kB,9kB' }).modelCheck).toMatchObject({ sizeBytes: 9_000 })
  })

  it('without class 200 there is nothing for both load generators to agree on', () => {
    expect(settingsOf({ classes: '304,put' })).toMatchObject({ classes: ['304', 'put'], laneAgreement: null })
  })
})

describe('flags of scenarios', () => {
  it('become settings, each with the values that it lists', () => {
    const flags = { scenarios: 'edit-contended,dashboard', editors: '1, 8,32', think: '50ms', changes: '3/min', jitter: '12.5%', backoff: 'none,fixed' }
    expect(settingsOf(flags).scenarioSettings).toEqual({
      editors: [1, 8, 32], thinkMs: [50], changesPerMinute: [3], jitterFraction: [0.125], backoff: ['none', 'fixed'],
    })
  })

  it('that none of the chosen scenarios has are refused, with those that have it', () => {
    expect(problemsOf({ scenarios: 'edit-contended,mixed', bursts: '5', drift: 'key-order' })).toEqual([
      '--bursts: none of edit-contended, mixed has it; choose with --scenarios among resume, edit-burst',
      '--drift: none of edit-contended, mixed has it; choose with --scenarios among drift',
    ])
    expect(problemsOf({ scenarios: 'none', editors: '5' })).toEqual([
      '--editors: no scenario is played; choose with --scenarios among edit-alone, edit-contended, edit-burst',
    ])
  })

  it('are refused where they make more than 64 variants of one scenario', () => {
    const upTo = (most: number) => Array.from({ length: most }, (_, index) => index + 1).join(',')
    expect(problemsOf({ scenarios: 'edit-contended', editors: upTo(16), backoff: 'none,fixed', attempts: '1,2' })).toEqual([])
    expect(problemsOf({ scenarios: 'edit-contended', editors: upTo(33), backoff: 'none,fixed' })).toEqual([
      'the flags make 66 variants of edit-contended: list fewer values, for at most 64',
    ])
  })

  it('are all read before anything is refused, each with its flag', () => {
    expect(problemsOf({ scenarios: 'all', users: '0,x', every: '5', changes: '3', changed: '10', backoffBase: '1 h', editShare: '101%', launches: '0' })).toEqual([
      '--users: "0" is not a whole number from 1 to 100000',
      '--users: "x" is not a whole number from 1 to 100000',
      '--every: "5" is no duration: write a number and a unit, such as 250ms, 1.5s or 2min',
      '--changed: "10" is no share: write 0% to 100%, such as 10%',
      '--changes: "3" is no rate: write a number and per what, such as 2/s, 3/min or 10/h',
      '--backoff-base: "1 h" is no duration: write a number and a unit, such as 250ms, 1.5s or 2min',
      '--edit-share: "101%" is no share: write 0% to 100%, such as 10%',
      '--launches 0: give a whole number of at least 1 and at most 200',
    ])
  })

  it('and classes may not both be left out', () => {
    expect(problemsOf({ classes: 'none', scenarios: 'none' })).toEqual([
      '--classes none and --scenarios none leave nothing to measure: leave out one of them',
    ])
  })
})

describe('a payload file', () => {
  it('sets the one size of the run', () => {
    const path = file('order.json', '{ "a": [1, 2, 3] }')
    const { settings, payload } = resolveSettings({ payload: path })
    // {"edit":{"id":"000000000000","tally":1000000},"a":[1,2,3]}
    expect(payload).toMatchObject({ fileBytes: 18, sentBytes: 58, bookkeeping: 'member', bookkeepingBytes: 45 })
    expect(settings).toMatchObject({ payloadFile: path, sizesBytes: [58], fixedRateSizesBytes: [58], laneAgreement: { sizeBytes: 58 } })
  })

  it.each([
    ['empty.json', '', /^--payload: .*empty\.json.* it is empty: put one JSON document into it$/],
    ['blank.json', ' \n', /^--payload: .*blank\.json.* it is empty: put one JSON document into it$/],
    ['half.json', '{"a":', /^--payload: .*half\.json.* it is not JSON: .*; mend that or give another file$/],
  ])('%s is refused with what is wrong with it', (name, content, problem) => {
    const problems = problemsOf({ payload: file(name, content) })
    expect(problems).toEqual([expect.stringMatching(problem)])
  })

  it('is refused when it is missing, or a directory', () => {
    expect(problemsOf({ payload: join(folder, 'missing.json') })).toEqual([
      expect.stringMatching(/^--payload: .*missing\.json" cannot be read: no such file; check the path, it is taken from the current directory$/),
    ])
    expect(problemsOf({ payload: folder })).toEqual([expect.stringMatching(/^--payload: .* is a directory: give a file with one JSON document$/)])
  })

  it('excludes --sizes', () => {
    expect(problemsOf({ payload: file('one.json', '{}'), sizes: '1kB' })).toEqual([
      '--payload and --sizes exclude each other: a payload has the size it has',
    ])
  })
})

describe('usage errors', () => {
  it('name the nearest strategy, reference, scenario and class, and all that there are', () => {
    expect(problemsOf({ strategies: 'sha265' })).toEqual([
      `unknown strategy "sha265": did you mean "sha256"? Known: ${allStrategies.join(', ')}`,
    ])
    expect(problemsOf({ references: 'floor' })).toEqual([
      'unknown reference "floor": did you mean "floor-narrow"? Known: floor-constant, floor-narrow, none-gzip, fastify-etag',
    ])
    expect(problemsOf({ scenarios: 'poll-changin' })).toEqual([
      `unknown scenario "poll-changin": did you mean "poll-changing"? Known: ${allScenarios.join(', ')}`,
    ])
    expect(problemsOf({ scenarios: 'edit' })).toEqual([
      `unknown scenario "edit": did you mean "edit-alone"? Known: ${allScenarios.join(', ')}`,
    ])
    expect(problemsOf({ classes: '302' })).toEqual(['unknown class "302": did you mean "304"? Known: 200, 304, put, 412'])
  })

  it.each<[BenchFlags, string]>([
    [{ quick: true, thorough: true }, '--quick and --thorough exclude each other: give one of them'],
    [{ launches: '0' }, '--launches 0: give a whole number of at least 1 and at most 200'],
    [{ launches: '201' }, '--launches 201: give a whole number of at least 1 and at most 200'],
    [{ launches: '99999999999' }, '--launches 99999999999: give a whole number of at least 1 and at most 200'],
    [{ warmup: '11min' }, '--warmup 11min: give at most 10min'],
    [{ burst: '61s' }, '--burst 61s: give at most 1min'],
    [{ sizes: Array.from({ length: 33 }, (_, index) => `${300 + index}B`).join(',') }, '--sizes names 33 sizes: give at most 32'],
    [{ launches: '2.5' }, '--launches 2.5: give a whole number of at least 1 and at most 200'],
    [{ seed: '-1' }, '--seed -1: give a whole number of at least 0 and at most 4294967295'],
    [{ seed: '' }, '--seed : give a whole number of at least 0 and at most 4294967295'],
    [{ seed: '0x10' }, '--seed 0x10: give a whole number of at least 0 and at most 4294967295'],
    [{ seed: '4294967296' }, '--seed 4294967296: give a whole number of at least 0 and at most 4294967295'],
    [{ connections: '257' }, '--connections 257: give a whole number of at least 1 and at most 256'],
    [{ connections: 'eight' }, '--connections eight: give a whole number of at least 1 and at most 256'],
    [{ rounds: '101' }, '--rounds 101: give a whole number of at least 1 and at most 100'],
    [{ warmup: '100' }, '--warmup: "100" is no duration: write a number and a unit, such as 250ms, 1.5s or 2min'],
    [{ burst: '0ms' }, '--burst 0ms: give a duration above zero, such as 100ms'],
    [{ sizes: '1kB,1000B' }, 'size 1kB is given twice: give it once'],
    [{ sizes: ' , ' }, '--sizes names no size: give a list such as 1kB,50kB'],
    [{ sizes: '299B' }, 'size "299B" is 299 bytes: give one from 300B to 16MiB, such as 10kB'],
    [{ sizes: '17MiB' }, 'size "17MiB" is 17825792 bytes: give one from 300B to 16MiB, such as 10kB'],
    [{ sizes: '10XB' }, '"10XB" is not a size: give one from 300B to 16MiB as a number and its unit (B, kB, MB, KiB, MiB), such as 10kB'],
    [{ strategies: 'sha256,sha256' }, 'strategy "sha256" is named twice: give it once'],
    [{ strategy: ['version'] }, '--strategy version: give the path of a file, such as ./mine.ts; names go into --strategies'],
    [{ classes: '200,304,200,200' }, 'class "200" is named twice: give it once'],
    [{ classes: '' }, 'no class is named in "": give a comma-separated list of 200, 304, put, 412'],
  ])('%j: %s', (flags, problem) => {
    expect(problemsOf(flags)).toEqual([problem])
  })

  it('a duration beyond all numbers is no duration', () => {
    expect(problemsOf({ warmup: `${'9'.repeat(400)}ms` })).toHaveLength(1)
  })

  it('say where the flags and the names are listed', () => {
    expect(() => resolveSettings({ launches: '0' })).toThrow(
      expect.objectContaining({ code: 'usage', hint: 'npm run bench -- --help lists the flags, npm run bench -- list the names' }),
    )
  })

  it('are reported all at once', () => {
    const flags = {
      quick: true, thorough: true, strategies: 'sha265,md6', sizes: '1B,2XB', classes: '500', seed: 'x', launches: '0', warmup: 'soon', burst: '0s',
    }
    expect(problemsOf(flags).map((problem) => problem.split(':')[0])).toEqual([
      '--quick and --thorough exclude each other',
      'size "1B" is 1 bytes',
      '"2XB" is not a size',
      'unknown class "500"',
      'unknown strategy "sha265"',
      'unknown strategy "md6"',
      '--seed x',
      '--launches 0',
      '--warmup',
      '--burst 0s',
    ])
  })
})
