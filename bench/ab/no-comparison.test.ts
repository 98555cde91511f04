import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CliProcess } from '../fixtures/cli-process.ts'
import { makeRepository, runGit, writeFiles } from './fixtures/tiny-repository.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-no-comparison-'))
const temporary = join(scratch, 'tmp')
mkdirSync(temporary)
vi.stubEnv('TMPDIR', temporary)
vi.stubEnv('GITHUB_ACTIONS', 'true')
const running: CliProcess[] = []
let folders = 0
const newFolder = () => join(scratch, String(++folders))
let out: string
beforeEach(() => {
  out = newFolder()
  vi.stubEnv('GITHUB_STEP_SUMMARY', `${out}.summary.md`)
})
afterEach(() => {
  for (const cli of running.splice(0)) cli.kill('SIGKILL')
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function ab(folder: string, ...args: readonly string[]): CliProcess {
  const cli = new CliProcess(['ab', '--cells', 'version/1kB/304', '--launches', '2', '--pairs', '2', '--warmup', '10ms', '--burst', '5ms', '--out', out, ...args], { cwd: folder })
  running.push(cli)
  return cli
}

/** Suites, and what a build leaves. */
const leftBehind = () => [...(existsSync(out) ? readdirSync(out) : []), ...readdirSync(temporary).filter((name) => name.startsWith('etag-bench-'))]
const annotation = '::error title=etag-bench ab%3A the comparison could not be made::'
const summary = () => readFileSync(`${out}.summary.md`, 'utf8')

/** With a lockfile of its own, so that its packages have to be installed; `install` is what npm runs for that. */
const withInstallation = (install: string) => ({
  'package.json': `${JSON.stringify({ name: 'p', version: '1.0.0', type: 'module', scripts: { preinstall: install } })}\n`,
  'package-lock.json': `${JSON.stringify({ name: 'p', version: '1.0.0', lockfileVersion: 3, packages: { '': { name: 'p', version: '1.0.0', hasInstallScript: true } } })}\n`,
})

describe('a comparison that cannot be made is exit code 5 and leaves no suite', () => {
  it('where the packages of base cannot be installed', async () => {
    const folder = makeRepository(newFolder(), withInstallation('echo cannot fetch orders >&2; exit 7'))
    writeFiles(folder, withInstallation('true'))
    const { code, stdout, stderr } = await ab(folder, '--base', 'first').ended
    expect([code, leftBehind()]).toEqual([5, []])
    expect(stderr).toMatch(/^npm ci of base \([0-9a-f]{10}\) ended with code 7; its output:\n/)
    expect(stderr).toContain('cannot fetch orders')
    expect(stdout).toMatch(new RegExp(`^${annotation}npm ci of base .*cannot fetch orders.*\n$`))
    expect(summary()).toMatch(/^## etag-bench: the comparison could not be made\n\nNothing was compared; exit code 5\.\n[^]*cannot fetch orders/)
  })

  it('where the servers of base do not start', async () => {
    const folder = makeRepository(newFolder(), { 'servers/main.ts': "console.error('cannot find the store')\nprocess.exit(9)\n" })
    writeFiles(folder, { 'servers/main.ts': readFileSync(new URL('fixtures/tiny-server.mjs', import.meta.url), 'utf8') })
    const { code, stdout, stderr } = await ab(folder, '--base', 'first').ended
    expect([code, leftBehind()]).toEqual([5, []])
    for (const text of [stderr, stdout, summary()]) {
      expect(text).toMatch(/server (?:"|&quot;)version \(base(?:-again)?\)(?:"|&quot;) ended with code 9 before it listened/)
      expect(text).toContain('cannot find the store')
    }
    expect(stderr).toMatch(/^Run it by hand in a checkout of that commit: \S+ servers\/main\.ts --strategy version --port 0 /m)
  })

  it('where base is no commit', async () => {
    const { code, stdout, stderr } = await ab(makeRepository(newFolder()), '--base', 'absent').ended
    expect([code, leftBehind()]).toEqual([5, []])
    expect(stderr).toMatch(/^--base absent: no commit of .* is called that\n/)
    expect(stdout).toMatch(new RegExp(`^${annotation}--base absent: no commit of `))
    expect(summary()).toContain('--base absent: no commit of ')
  })

  it('and one that is interrupted while packages are installed leaves no folder and no process either', async () => {
    const folder = makeRepository(newFolder(), withInstallation('touch installing; sleep 60'))
    const cli = ab(folder, '--base', 'first')
    await vi.waitUntil(() => readdirSync(temporary, { recursive: true }).some((path) => String(path).endsWith('installing')), { timeout: 15_000 })
    expect(leftBehind()).not.toEqual([])
    cli.kill('SIGINT')
    const { code, stdout } = await cli.ended
    expect([code, leftBehind(), await cli.remaining()]).toEqual([130, [], []])
    expect(stdout).toMatch(new RegExp(`^${annotation}interrupted during npm ci of base \\([0-9a-f]{10}\\)\n$`))
    expect(runGit(folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1)
  })
})
