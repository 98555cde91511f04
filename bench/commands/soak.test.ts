import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { runFileSchema } from '../archive/run-file.ts'
import { CliProcess, runCli } from '../fixtures/cli-process.ts'

const out = mkdtempSync(join(tmpdir(), 'etag-bench-soak-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

function readRun(folder: string) {
  const [run] = readdirSync(folder)
  return runFileSchema.parse(JSON.parse(readFileSync(join(folder, run ?? 'no run', 'run.json'), 'utf8')))
}

it('soaks each strategy named, in a run file of its own, and both oracles agree', async () => {
  const folder = join(out, 'played')
  const { code, stdout, stderr } = await runCli('soak', '--edits', '160', '--strategies', 'version,sha1-weak', '--out', folder)
  // So few edits need not meet often enough to prove anything: that is 4.
  expect([code === 0 || code === 4, stderr.includes('Error')]).toEqual([true, false])
  expect(stdout).toMatch(/^version +160 +\d+\.\d % +0 +0 +0\.0 % +yes$/m)
  expect(stdout).toMatch(/^sha1-weak +160 +blind +(\d+) +\1 +\d+\.\d % +yes$/m)
  const run = readRun(folder)
  expect(run).toMatchObject({ status: 'complete', bursts: [], arms: [{ name: 'version' }, { name: 'sha1-weak' }] })
  expect(run.scenarios.map(({ scenario, variant, strategy, lostUpdates }) => [scenario, variant, strategy, lostUpdates.acknowledged])).toEqual([
    ['edit-contended', 'slice 1', 'version', 160], ['edit-contended', 'slice 1', 'sha1-weak', 160],
  ])
})

it('names everything that is wrong with its flags', async () => {
  const { code, stderr } = await runCli('soak', '--edits', '0', '--slice', '5k', '--strategies', 'versoin', '--out', out)
  expect(code).toBe(2)
  expect(stderr).toContain('--edits 0: give a whole number from 1 to 100000000\n--slice 5k: give a whole number from 1 to 100000\nunknown strategy "versoin": did you mean "version"?')
  expect(stderr).toContain('npm run soak -- --help lists the flags')
})

it('keeps the slices that were played when it is interrupted, and leaves no process', async () => {
  const folder = join(out, 'interrupted')
  const cli = new CliProcess(['soak', '--edits', '100000', '--slice', '80', '--strategies', 'none', '--out', folder])
  await cli.untilPrinted(/^1 of 1250 cells done/)
  cli.kill('SIGINT')
  const { code, stdout } = await cli.ended
  expect(code).toBe(130)
  expect(stdout).toMatch(/^PARTIAL SOAK: interrupted/)
  expect(stdout).toMatch(/^none +\d+ +blind/m)
  const { status, scenarios } = readRun(folder)
  expect([status, scenarios[0]?.variant, scenarios[0]?.lostUpdates.acknowledged]).toEqual(['partial', 'slice 1', 80])
  expect(await cli.remaining()).toEqual([])
})
