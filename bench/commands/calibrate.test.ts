import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { abFileSchema } from '../ab/ab-file.ts'
import { scriptedCalibrationSuite } from '../ab/calibrate/calibration-fixture.ts'
import { appendToCalibrationLog, prepareCalibrationLog, readCalibrationLog } from '../ab/calibrate/calibration-log.ts'
import { recordSuite } from '../ab/calibrate/record-suite.ts'
import { makeServersRepository } from '../ab/fixtures/own-servers.ts'
import { CliProcess, runCli } from '../fixtures/cli-process.ts'

const out = mkdtempSync(join(tmpdir(), 'etag-bench-calibrate-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

it('simulates suites and prints both error rates', async () => {
  const { code, stdout } = await runCli('calibrate', 'simulate', '--suites', '20', '--simulations', '10')
  expect(code).toBe(0)
  expect(stdout).toContain('A/A, normal\n  20 suites of 15 cells, launch sd 1.1 %, 1.5 %, 2 %, 2.5 %, 4.5 %\n  regressed: 0, at most 13.9108% of suites (95 %)')
  expect(stdout).toContain('all cells 1 % slower, normal\n  4 suites of 15 cells')
  expect(stdout).toMatch(/^\+12 % +100\.0% +100\.0%/m)
})

it('prints the figures as JSON', async () => {
  const { stdout } = await runCli('calibrate', 'simulate', '--suites', '5', '--simulations', '4', '--seed', '7', '--json')
  const simulation = JSON.parse(stdout) as { seed: number; falseAlarms: unknown[]; power: unknown[] }
  expect(simulation.seed).toBe(7)
  // Three kinds of launches: A/A and all cells slower by 1 %; seven changes at seven spreads.
  expect([simulation.falseAlarms.length, simulation.power.length]).toEqual([6, 147])
})

it('names everything that is wrong with its flags, and a file that is no suite', async () => {
  const flags = await runCli('calibrate', 'simulate', '--suites', '0', '--seed', 'one')
  expect([flags.code, flags.stderr]).toEqual([
    2,
    '--suites 0: give a whole number of at least 1\n--seed one: give a whole number of at least 1\nnpm run calibrate -- simulate --help lists the flags\n',
  ])
  const file = join(out, 'run.json')
  writeFileSync(file, '{"kind":"etag-bench run"}')
  const noSuite = await runCli('calibrate', 'simulate', file)
  expect(noSuite.code).toBe(2)
  expect(noSuite.stderr).toContain(`${file} is JSON, but no etag-bench ab file`)
  const missing = await runCli('calibrate', 'simulate', join(out, 'none.json'))
  expect(missing.code).toBe(2)
  expect(missing.stderr).toContain('there is no such file\ngive an ab.json that npm run ab made')
})

it('stops when it is interrupted', async () => {
  const cli = new CliProcess(['calibrate', 'simulate'])
  await cli.untilPrinted(/^normal: 2000 of 100000 suites A\/A/m)
  cli.kill('SIGINT')
  expect((await cli.ended).code).toBe(130)
})

describe('calibrate run', () => {
  const short = ['--cells', 'version/1kB/304', '--launches', '1', '--pairs', '1', '--warmup', '10ms', '--burst', '5ms']

  it('logs whole suites of real servers until it is interrupted, and leaves no process', async () => {
    const [folder, log, raw] = [join(out, 'project'), join(out, 'calibration/log.jsonl'), join(out, 'raw')]
    const cli = new CliProcess(['calibrate', 'run', '--suites', '20', '--inject', '5,0', ...short, '--log', log, '--out', raw], { cwd: makeServersRepository(folder) })
    await cli.untilPrinted(/suite 1 of the log/)
    await cli.untilPrinted(/suite 2 of 20[^]*head: /)
    cli.kill('SIGINT')
    const { code, stdout, stderr } = await cli.ended
    const suites = readCalibrationLog(log)
    expect([code, await cli.remaining()]).toEqual([130, []])
    expect(suites.map(({ injection }) => injection.percent)).toEqual([5, 0].slice(0, suites.length))
    expect(suites[0]).toMatchObject({ launches: 1, confirmationLaunches: 0, settings: { seed: 1, mostLaunches: 1 }, cells: [{ cell: 'version/1kB/304' }] })
    const rawSuite = abFileSchema.parse(JSON.parse(readFileSync(join(raw, suites[0]!.id, 'ab.json'), 'utf8')))
    expect([Object.keys(suites[0]!.injection.waitNs), suites[0]!.injection]).toEqual([['version/1kB/304'], rawSuite.injection])
    expect(readdirSync(raw).length).toBeGreaterThanOrEqual(suites.length)
    expect(stdout.split('\n')).toHaveLength(suites.length + 1)
    expect(stderr).toContain(`${suites.length} of 20 suites were added to ${log}; the one under way is not whole\n`)
    const report = await runCli('calibrate', 'report', '--log', log)
    expect([report.code, report.stderr]).toEqual([2, 'the log has no whole suite\nnpm run calibrate -- run makes one; it takes about 20 minutes\n'])
  })

  it('names everything that is wrong with its flags before it measures', async () => {
    const log = join(out, 'none/log.jsonl')
    const flags = await runCli('calibrate', 'run', '--suites', 'x', '--inject', '5,100,-1', '--log', log)
    expect([flags.code, flags.stderr]).toEqual([
      2,
      '--suites x: give a whole number of at least 1\n--inject 100: give per cents below 100, such as 0,5,8\n--inject -1: give per cents below 100, such as 0,5,8\nnpm run calibrate -- run --help lists the flags\n',
    ])
    const sizes = await runCli('calibrate', 'run', '--cells', 'version/1kB/304,version/2kB/200', '--log', log)
    expect([sizes.code, sizes.stderr]).toEqual([2, 'cells of version have several sizes: head is slowed by class, so give each strategy one\nname others with --cells\n'])
    expect(existsSync(log)).toBe(false)
  })
})

describe('calibrate report', () => {
  const log = join(out, 'report/log.jsonl')
  const counts = ['--suites', '10', '--simulations', '5']

  it('prints both error rates of the log, and of suites that are simulated on its launches', async () => {
    prepareCalibrationLog(log)
    for (const [index, percent] of [0, 8].entries()) {
      appendToCalibrationLog(log, recordSuite(await scriptedCalibrationSuite({ percent, seed: index + 1 }, { launchSd: 0.015 }), false))
    }
    const { code, stdout } = await runCli('calibrate', 'report', '--log', log, ...counts)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Real suites: 2, of 0123456789; 20 min 0 s each/)
    expect(stdout).toMatch(/^suites, either +2 +0 +77\.6% +0 +77\.6%$/m)
    expect(stdout).toMatch(/^\+8 % .* 3 +3 +36\.8% /m)
    expect(stdout).toMatch(/\nSimulated, on launches drawn from this log\n\nFalse alarms: [^]*\nA\/A, recorded \(\d+ launches\)\n  10 suites of 15 cells, launch sd /)
    expect(stdout).toMatch(/Slowdowns found, confirmation included: recorded/)
  })

  it('names a log that is not there', async () => {
    const absent = join(out, 'absent.jsonl')
    const { code, stdout, stderr } = await runCli('calibrate', 'report', '--log', absent)
    expect([code, stdout, stderr]).toEqual([2, '', `${absent}: there is no such log\nnpm run calibrate -- run makes one; a suite takes about 20 minutes\n`])
  })

  it('prints them as JSON, without the simulation if that is not wanted', async () => {
    const report = JSON.parse((await runCli('calibrate', 'report', '--log', log, ...counts, '--json', '--no-simulation')).stdout)
    expect(report).toMatchObject({ suites: 2, leftOut: 0, simulation: null, detection: [{ percent: 8, cells: 3, found: 3 }] })
  })
})
