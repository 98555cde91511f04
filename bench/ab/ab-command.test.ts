import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { CliProcess } from '../fixtures/cli-process.ts'
import type { AbFile } from './ab-file.ts'
import { abFileSchema } from './ab-file.ts'
import { exitCodeOfSuite } from './ab-exit-code.ts'
import { outputFiles } from './output/publish-suite.ts'
import { makeServersRepository } from './fixtures/own-servers.ts'
import { makeRepository, runGit, writeFiles } from './fixtures/tiny-repository.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-ab-command-'))
const temporary = join(scratch, 'tmp')
mkdirSync(temporary)
vi.stubEnv('TMPDIR', temporary)
// These tests may themselves run in a GitHub job.
vi.stubEnv('GITHUB_ACTIONS', '')
vi.stubEnv('GITHUB_STEP_SUMMARY', '')
const running: CliProcess[] = []
afterEach(() => {
  for (const cli of running.splice(0)) cli.kill('SIGKILL')
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const leftBehind = () => readdirSync(temporary).filter((name) => name.startsWith('etag-bench-'))
const tiny = ['--launches', '2', '--pairs', '2', '--warmup', '10ms', '--burst', '5ms']
let folders = 0
const newFolder = () => join(scratch, String(++folders))

function ab(cwd: string, out: string, ...args: readonly string[]): CliProcess {
  const cli = new CliProcess(['ab', ...tiny, '--out', out, ...args], { cwd })
  running.push(cli)
  return cli
}

const suitePath = (out: string) => readdirSync(out).map((entry) => join(out, entry, 'ab.json'))[0]!
const readSuite = (out: string): AbFile => abFileSchema.parse(JSON.parse(readFileSync(suitePath(out), 'utf8')))

function filesBeside(path: string): Record<string, string> {
  const folder = dirname(path)
  const names = readdirSync(folder).filter((name) => name !== 'ab.json')
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let waits = 0; waits < 1_000 && !isTrue(); waits++) await sleep(10)
  expect(isTrue()).toBe(true)
}

describe('npm run ab', () => {
  it('compares a commit with the working tree over real launches, and leaves nothing but the files of the suite', async () => {
    const folder = makeRepository(newFolder())
    writeFiles(folder, { 'new.txt': 'x' })
    const out = newFolder()
    const cli = ab(folder, out, '--base', 'first', '--cells', 'version/1kB/304,version/1kB/put')
    const { code, stdout, stderr } = await cli.ended
    expect(await cli.remaining()).toEqual([])
    expect([leftBehind(), runGit(folder, 'status', '--porcelain')]).toEqual([[], '?? new.txt\n'])
    const suite = readSuite(out)
    expect(filesBeside(suitePath(out))).toEqual(outputFiles(suite))
    expect(suite).toMatchObject({
      status: 'complete',
      endedBy: null,
      builds: { base: { ref: 'first', dirty: false }, head: { ref: null, dirty: true } },
      settings: { mostLaunches: 2, pairsPerLaunch: 2 },
    })
    expect(suite.launches.map(({ launch, confirmation, cells }) => [launch, confirmation, cells])).toEqual(
      [0, 1].map((launch) => [launch, false, ['version/1kB/304', 'version/1kB/put']]),
    )
    // What can be told after two short launches is up to the machine; a pass it is not.
    expect(suite.verdicts.every(({ verdict }) => verdict === 'cannot-tell' || verdict === 'void')).toBe(true)
    expect([code, suite.exitCode]).toEqual([exitCodeOfSuite(suite), code])
    expect(stderr).toMatch(/^base: [0-9a-f]{10}; packages: none\nhead: [0-9a-f]{10} with changes that are not committed; packages: none\nlaunch 1 of 2: 2 cells in .*\nlaunch 2: 2 cells in .*\n/)
    const table = stdout.split('\n').filter((line) => !line.startsWith('suite file: '))
    expect(table.find((line) => line.startsWith('etag-bench ab'))).toMatch(/^etag-bench ab, 2 launches, 0 to confirm, seed 1; /)
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('compares any two servers by their commands, quotes and all', async () => {
    const server = fileURLToPath(new URL('fixtures/tiny-server.mjs', import.meta.url))
    const folder = newFolder()
    makeRepository(folder)
    writeFiles(folder, { 'a server.mjs': readFileSync(server, 'utf8') })
    const out = newFolder()
    const commands = ['--command-base', `node '${server}'`, '--command-head', "node 'a server.mjs'"]
    const cli = ab(folder, out, ...commands, '--classes', '200,304', '--sizes', '1kB', '--launches', '1', '--no-exact', '--json')
    const { stdout } = await cli.ended
    expect(await cli.remaining()).toEqual([])
    const suite = abFileSchema.parse(JSON.parse(stdout))
    expect(suite).toEqual(readSuite(out))
    expect([suite.settings.exactGates, suite.exact]).toEqual([false, []])
    const silent = Object.entries(filesBeside(suitePath(out))).filter(([, text]) => !/exact.gates.left.out/.test(text))
    expect(silent.map(([name]) => name)).toEqual([])
    expect(suite.verdicts.map(({ cell }) => cell)).toEqual(['server/1kB/200', 'server/1kB/304'])
    expect(suite.launches[0]?.pairs.filter(({ wrongAnswer }) => wrongAnswer)).toEqual([])
    expect(suite.builds.head).toEqual({ ref: null, commit: null, dirty: false, dependencies: 'none', command: "node 'a server.mjs'" })
  })

  it('serves a payload from both builds, wherever they run', async () => {
    const folder = makeServersRepository(newFolder())
    writeFiles(folder, { 'our.json': JSON.stringify({ rows: ['x'.repeat(2_000)] }) })
    const out = newFolder()
    const { code, stdout, stderr } = await ab(folder, out, '--base', 'HEAD', '--payload', 'our.json', '--strategies', 'version', '--classes', '304', '--launches', '1').ended
    const suite = readSuite(out)
    expect([code, suite.status, suite.settings.payloadFile]).toEqual([suite.exitCode, 'complete', 'our.json'])
    const { sentBytes } = suite.payload!
    expect(suite.payload).toEqual({ file: 'our.json', fileBytes: 2_013, sentBytes, bookkeepingBytes: sentBytes - 2_013, bookkeeping: 'member' })
    expect(suite.verdicts.map(({ cell }) => cell)).toEqual([`version/${sentBytes / 1000}kB/304`])
    expect(suite.launches[0]?.pairs.filter(({ wrongAnswer }) => wrongAnswer)).toEqual([])
    expect([suite.exact.length > 10, suite.exact.filter(({ passed }) => !passed)]).toEqual([true, []])
    expect(stderr).toContain('payload our.json: file 2,013 B, sent as ')
    expect(stdout).toContain(`\npayload: our.json, ${sentBytes / 1000}kB as sent\n`)
  })

  it('says what a server of a command has to take when it does not know --payload', async () => {
    const folder = makeRepository(newFolder())
    writeFiles(folder, { 'our.json': '{"rows":[]}' })
    const { code, stderr } = await ab(folder, newFolder(), '--base', 'first', '--command', 'node servers/main.ts', '--payload', 'our.json', '--classes', '200').ended
    expect(code).toBe(5)
    expect(stderr).toContain(`a server that a command starts has to take --payload (servers/README.md, "Your own server")`)
  })

  it('keeps its file when it is interrupted, and leaves no server and no folder', async () => {
    const out = newFolder()
    const cli = ab(makeRepository(newFolder()), out, '--base', 'first', '--cells', 'version/1kB/304', '--launches', '24')
    await cli.untilPrinted(/launch 1 of 8/)
    cli.kill('SIGINT')
    const { code, stdout } = await cli.ended
    expect(code).toBe(130)
    expect(stdout).toMatch(/^PARTIAL SUITE: interrupted/)
    const suite = readSuite(out)
    expect(filesBeside(suitePath(out))).toEqual(outputFiles(suite))
    expect(suite).toMatchObject({ status: 'partial', exitCode: 130, verdicts: [{ cell: 'version/1kB/304' }] })
    expect(suite.launches.length).toBeGreaterThan(0)
    expect(await cli.remaining()).toEqual([])
    expect(leftBehind()).toEqual([])
  })

  it('leaves no server and no folder when it is killed', async () => {
    const out = newFolder()
    const cli = ab(makeRepository(newFolder()), out, '--base', 'first', '--command', 'node servers/main.ts', '--cells', 'server/1kB/304', '--launches', '24')
    await cli.untilPrinted(/launch 1 of 8/)
    expect(leftBehind()).toHaveLength(1)
    cli.kill('SIGKILL')
    expect(await cli.remaining()).toEqual([])
    await until(() => leftBehind().length === 0)
    expect(readSuite(out).status).toBe('partial')
  })
})
