import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { CliProcess } from '../fixtures/cli-process.ts'
import { createRandom } from '../stats/random.ts'
import type { Supervisor } from '../target/supervision.ts'
import { startSupervisor } from '../target/supervision.ts'
import { exitCodeOfSuite } from './ab-exit-code.ts'
import { abSettings, scriptedLaunch } from './ab-file-fixture.ts'
import type { AbLaunch, ExactResult } from './ab-file.ts'
import { abFileSchema } from './ab-file.ts'
import { planStrategyCells } from './cells.ts'
import { runExactGates } from './exact/run-exact-gates.ts'
import { copyOwnServers, patchFile } from './fixtures/own-servers.ts'
import { makeRepository, writeFiles } from './fixtures/tiny-repository.ts'
import { concludeCells, runSuite } from './run-suite.ts'
import { planSideArms } from './side-arms.ts'
import { normalSource } from './simulate/residual-source.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-planted-'))
// These tests may themselves run in a GitHub job.
vi.stubEnv('GITHUB_ACTIONS', '')
vi.stubEnv('GITHUB_STEP_SUMMARY', '')
let folders = 0
const newFolder = () => join(scratch, String(++folders))
let supervisor: Supervisor
const running: CliProcess[] = []
beforeAll(() => void (supervisor = startSupervisor()))
afterEach(() => {
  for (const cli of running.splice(0)) cli.kill('SIGKILL')
})
afterAll(async () => {
  await supervisor.close()
  rmSync(scratch, { recursive: true, force: true })
})

/** From a good cell to one that only just gates at 5 %. */
const launchSds = [0.011, 0.015, 0.02, 0.025]

/** A whole suite of the usual cells on a scripted measurement: no clock takes part. `slowed` cells cost 8 % more. */
async function scriptedSuite(seed: number, slowed: RegExp) {
  const { cells } = await planStrategyCells({})
  const names = cells.map(({ name }) => name)
  const settings = abSettings(names, { seed })
  const random = createRandom(seed)
  const source = normalSource()
  const launches: AbLaunch[] = []
  await runSuite({
    settings,
    launches: () => launches,
    measure: async (order) => {
      const { head, control } = source.draw(random, names.length)
      launches.push(scriptedLaunch({ ...order, cells: [...order.cells] }, (cell, arm) => {
        const index = names.indexOf(cell)
        const residual = (arm === 'head' ? head : control)[index]! * launchSds[index % launchSds.length]!
        return residual + (arm === 'head' && slowed.test(cell) ? Math.log(1.08) : 0)
      }))
    },
    report: () => {},
  })
  const verdicts = [...concludeCells(settings, launches)]
  return {
    names,
    verdicts,
    settings,
    alarmed: verdicts.filter(({ confirmationLaunches }) => confirmationLaunches > 0).map(({ cell }) => cell),
    regressed: verdicts.filter(({ verdict }) => verdict === 'regressed').map(({ cell }) => cell),
    exitCode: exitCodeOfSuite({ verdicts, exact: [], settings }),
  }
}

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)

describe('a slowdown of 8 % in sha256 only', () => {
  let suites: readonly Awaited<ReturnType<typeof scriptedSuite>>[]
  beforeAll(async () => void (suites = await Promise.all(seeds.map((seed) => scriptedSuite(seed, /^sha256\//)))))

  it('is found in all of its cells, in no other, and fails', () => {
    const { names, alarmed, regressed, exitCode } = suites[0]!
    expect([regressed, alarmed, exitCode]).toEqual([['sha256/10kB/200', 'sha256/10kB/304', 'sha256/10kB/put'], regressed, 1])
    expect(names).toHaveLength(15)
  })

  it('is found in 95 of 100 cells over many suites, and nothing else is alarmed in any', () => {
    expect(suites.flatMap(({ alarmed }) => alarmed).filter((cell) => !cell.startsWith('sha256/'))).toEqual([])
    expect(suites.flatMap(({ regressed }) => regressed).length).toBeGreaterThanOrEqual(0.95 * 3 * seeds.length)
    expect(suites.map(({ exitCode }) => exitCode)).toEqual(seeds.map(() => 1))
  })
})

it('the same build twice passes, suite after suite', async () => {
  const suites = await Promise.all(seeds.map((seed) => scriptedSuite(seed, /^$/)))
  expect(suites.map(({ regressed, exitCode }) => [regressed, exitCode])).toEqual(seeds.map(() => [[], 0]))
})

describe('what is planted in three strategies of real servers', () => {
  const pad = `x-pad: ${'p'.repeat(31)}\r\n`
  const warnings: string[] = []
  let exact: readonly ExactResult[]
  let launches: Awaited<ReturnType<typeof scriptedSuite>>

  /** One head with all of it, so that what is planted in one strategy may not show in another. */
  beforeAll(async () => {
    const [base, head] = [copyOwnServers(newFolder()), copyOwnServers(newFolder())]
    patchFile(
      head,
      'servers/app.ts',
      'setValidators(cacheable(reply.code(304)), validators).send()',
      `setValidators(cacheable(reply.code(304)), validators).headers(strategy.name === 'sha256' ? { 'x-pad': '${pad.slice(7, -2)}' } : {}).send()`,
    )
    const call = 'const decision = evaluatePreconditions(conditions, validators, options)'
    patchFile(head, 'servers/app.ts', call, call.replace('= ', "= strategy.name === 'xxhash' ? 'proceed' : "))
    patchFile(
      head,
      'servers/replacement.ts',
      'return evaluatePreconditions(conditions, current, { requirePrecondition, nowMs: Date.now() })',
      `const decision = evaluatePreconditions(conditions, current, { requirePrecondition, nowMs: Date.now() })
    if (strategy.name === 'md5' && decision === 'precondition-failed') globalThis.refused = (globalThis.refused ?? 0) + 1
    return decision === 'precondition-failed' && globalThis.refused === 7 ? 'proceed' : decision`,
    )
    const { cells, servers } = await planStrategyCells({ cells: ['sha256/1kB/304', 'xxhash/1kB/304', 'md5/1kB/304', 'version/1kB/304'] })
    const sourceOf = (folder: string) => ({ folder, command: null })
    const arms = planSideArms(servers, cells, { base: sourceOf(base), head: sourceOf(head), 'base-again': sourceOf(base) }, null)
    const settings = abSettings(cells.map(({ name }) => name))
    exact = await runExactGates({ arms, settings, supervisor, signal: new AbortController().signal, warn: (warning) => void warnings.push(warning) })
    launches = await scriptedSuite(1, /^$/)
  }, 60_000)

  /** A suite of this strategy alone whose launches show nothing. */
  function suiteOf(strategy: string) {
    const own = exact.filter(({ cell }) => cell.startsWith(`${strategy}/`))
    const failed = own.filter(({ passed }) => !passed).map(({ gate, cell, base: before, head: after }) => `${gate} of ${cell}: ${before} -> ${after}`)
    return { failed, alarmed: launches.alarmed, exitCode: exitCodeOfSuite({ verdicts: launches.verdicts, settings: launches.settings, exact: own }), compared: own.length }
  }

  it('nothing: all figures are equal, and it passes', () => {
    const { compared, ...suite } = suiteOf('version')
    expect(suite).toEqual({ failed: [], alarmed: [], exitCode: 0 })
    expect([compared > 10, warnings]).toEqual([true, []])
  })

  it('a 304 that grew by 40 bytes is found in its class', () => {
    expect(pad).toHaveLength(40)
    expect(suiteOf('sha256')).toMatchObject({ failed: ['bytes received of sha256/1kB/304: 166 bytes -> 206 bytes'], alarmed: [], exitCode: 1 })
  })

  it('a strategy that stopped answering 304 is found by its statuses, 304s and useless 200s', () => {
    const { failed, alarmed, exitCode } = suiteOf('xxhash')
    expect(failed).toEqual([
      'statuses of xxhash/1kB: 200 x 106, 204 x 60, 304 x 77, 412 x 15 -> 200 x 183, 204 x 60, 412 x 15',
      '304 rate of xxhash/1kB: 77 of 107 conditional polls -> 0 of 107 conditional polls',
      'useless 200s of xxhash/1kB: 0 -> 77',
    ])
    expect([alarmed, exitCode]).toEqual([[], 1])
  })

  it('one outdated write that is let through is one lost update', () => {
    const { failed, alarmed, exitCode } = suiteOf('md5')
    expect(failed).toEqual([
      'statuses of md5/1kB: 200 x 106, 204 x 60, 304 x 77, 412 x 15 -> 200 x 105, 204 x 60, 304 x 77, 412 x 14',
      'lost updates of md5/1kB: 0 -> 1',
    ])
    expect([alarmed, exitCode]).toEqual([[], 1])
  })
})

describe('npm run ab', () => {
  const short = ['--launches', '1', '--pairs', '1', '--warmup', '10ms', '--burst', '5ms']
  async function ab(folder: string, ...args: readonly string[]) {
    const out = newFolder()
    const cli = new CliProcess(['ab', '--base', 'first', ...short, '--out', out, '--cells', 'version/1kB/304', ...args], { cwd: folder })
    running.push(cli)
    return { ...(await cli.ended), out }
  }

  it('fails by a 304 that grew by 40 bytes, whatever its launches say', async () => {
    const folder = makeRepository(newFolder())
    const answer = 'writeHead(304, { etag: etag()'
    patchFile(folder, 'servers/main.ts', answer, `${answer}, 'x-pad': '${'p'.repeat(31)}'`)
    const { code, out, stdout } = await ab(folder)
    const suite = abFileSchema.parse(JSON.parse(readFileSync(join(out, readdirSync(out)[0]!, 'ab.json'), 'utf8')))
    expect(suite.exact.filter(({ passed }) => !passed).map(({ gate, cell }) => [gate, cell])).toEqual([['bytes received', 'version/1kB/304']])
    expect([code, suite.exitCode]).toEqual([1, 1])
    expect(stdout).toContain('bytes received of version/1kB/304')
  })

  it('fails by a 304 that head stopped answering, also where no exact gate is played', async () => {
    const folder = makeRepository(newFolder())
    patchFile(folder, 'servers/main.ts', "request.headers['if-none-match'] === etag()", 'false')
    const { code, out } = await ab(folder, '--no-exact')
    const suite = abFileSchema.parse(JSON.parse(readFileSync(join(out, readdirSync(out)[0]!, 'ab.json'), 'utf8')))
    const why: unknown = expect.stringMatching(/head answered 200 \(\d+ times\) instead of 304; base answers as it should$/)
    expect([code, suite.exact, suite.verdicts]).toEqual([1, [], [expect.objectContaining({ cell: 'version/1kB/304', verdict: 'regressed', effect: null, why })]])
  })

  it('fails with what it printed when base does not build', async () => {
    const folder = makeRepository(newFolder(), { 'build.mjs': "console.error('no such module: orders')\nprocess.exit(3)\n" })
    writeFiles(folder, { 'build.mjs': '' })
    const { code, stdout, stderr, out } = await ab(folder, '--build', 'node build.mjs')
    expect([code, stdout, existsSync(out)]).toEqual([5, '', false])
    expect(stderr).toMatch(/"node build\.mjs" in base \([0-9a-f]{10}\)/)
    expect(stderr).toContain('no such module: orders')
  })
})
