import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
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
  expect(noSuite.stderr).toContain(`${file} is no suite file of this version`)
  const missing = await runCli('calibrate', 'simulate', join(out, 'none.json'))
  expect(missing.code).toBe(2)
  expect(missing.stderr).toContain('give suite files of npm run ab, such as results/ab/*/ab.json')
})

it('stops when it is interrupted', async () => {
  const cli = new CliProcess(['calibrate', 'simulate'])
  await cli.untilPrinted(/^normal: 2000 of 100000 suites A\/A/m)
  cli.kill('SIGINT')
  expect((await cli.ended).code).toBe(130)
})
