import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { references } from '../servers/index.ts'
import { strategies } from '../servers/strategies/index.ts'
import { scenarios } from '../scenarios/index.ts'
import { runCli } from './fixtures/cli-process.ts'
import { controlCharacters } from './fixtures/control-characters.ts'

const onLinux = process.platform === 'linux'
const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-command-line-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function file(name: string, text: string): string {
  writeFileSync(join(scratch, name), text)
  return join(scratch, name)
}

const runNode = (args: readonly string[], stdout: 'ignore' | number = 'ignore') => runCommand(process.execPath, args, stdout)

async function runCommand(command: string, args: readonly string[], stdout: 'ignore' | number = 'ignore') {
  const child = spawn(command, args, { stdio: ['ignore', stdout, 'pipe'], cwd: fileURLToPath(new URL('..', import.meta.url)) })
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stderr }
}

describe('a command line that makes no sense', () => {
  const empty = file('empty.json', '')
  const broken = file('broken.json', '{"a": 1,}')
  it.each([
    [['bench', '--sizes', '0'], ['"0" is not a size: give one from 300B to 16MiB']],
    [['bench', '--sizes', '10XB'], ['"10XB" is not a size']],
    [['bench', '--sizes', '1B'], ['size "1B" is 1 bytes: give one from 300B to 16MiB']],
    [['bench', '--sizes', '1GB'], ['"1GB" is not a size: give one from 300B to 16MiB']],
    [['bench', '--sizes', '', '--launches', '0'], ['--sizes names no size', '--launches 0: give a whole number of at least 1 and at most 200']],
    [['bench', '--sizes', '1kB,1000B', '--warmup', '100'], ['size 1kB is given twice', '"100" is no duration']],
    [['bench', '--references', 'floor', '--scenarios', 'poll', '--classes', '305'], [
      'unknown reference "floor": did you mean "floor-narrow"?',
      'unknown scenario "poll": did you mean "poll-changing"?',
      'unknown class "305": did you mean "304"?',
    ]],
    [['bench', '--strategies', 'version,version', '--out', '/dev/null/x'], ['strategy "version" is named twice']],
    [['bench', '--strategy', './absent.ts', '--out', '/dev/null/x'], ['cannot load the strategy file ./absent.ts: no such file']],
    [['bench', '--payload', join(scratch, 'absent.json')], ['cannot be read: no such file']],
    [['bench', '--payload', empty], [`--payload: "${empty}" `]],
    [['bench', '--payload', broken], [`--payload: "${broken}" `]],
    [['bench', '--payload', scratch, '--quick', '--thorough'], [`--payload: "${scratch}" is a directory`, '--quick and --thorough exclude each other']],
    [['bench', '--scenarios', 'drift', '--editors', '8', '--think', '50'], [
      '--editors: none of drift has it; choose with --scenarios among edit-alone, edit-contended, edit-burst',
      '--think: "50" is no duration',
    ]],
    [['bench', '--sises', '1kB'], ['(Did you mean --sizes?)']],
    [['bench', 'lst'], ['bench has no command "lst": there is only "list", all else is flags']],
    [['bench', 'list', 'all'], ['too many arguments']],
    [['ab', 'main'], ['too many arguments', 'flags follow a --: npm run ab -- --help lists them']],
    [['bensh'], ["unknown command 'bensh'"]],
    [['serve', '--strategy', 'vresion', '--size', '1', '--port', '65536', '--documents', '0', '--seed', '4294967296'], [
      'unknown strategy "vresion": did you mean "version"?',
      '"1" is not a size',
      '--port 65536: give a whole number from 0 to 65535',
      '--documents 0: give a whole number from 1 to 1000000',
      '--seed 4294967296: give a whole number from 0 to 4294967295',
    ]],
    [['serve', '--strategy', 'x.y'], ['unknown strategy "x.y"']],
    [['serve', '--payload', empty], [`--payload: "${empty}" `]],
    [['serve', '--payload', empty, '--size', '1kB'], ['--payload brings its own size: leave out --size']],
    [['serve', '--encoding', 'br', '--strategy', 'floor-constant'], ['--encoding br: give identity or gzip', 'floor-constant is as it is: leave out --encoding']],
    [['serve', '--documents', '1000000', '--size', '1MB'], ['--documents 1000000: they come to 1000 GB, at most 4 GB are served']],
    [['selfcheck', '--runs', '1000000'], ['--runs 1000000: give a whole number from 1 to 1000']],
    [['soak', '--edits', '999999999', '--slice', '0'], ['--edits 999999999: give a whole number from 1 to 100000000', '--slice 0: give a whole number from 1 to 100000']],
    [['soak', '--edits', '1000000', '--slice', '1'], ['--slice 1: 1000000 servers of each strategy would be started, at most 10000 make sense']],
    [['serve', '--wrong'], ["unknown option '--wrong'"]],
  ])('%j exits with 2, says why on stderr and prints nothing on stdout', async (args, reasons) => {
    const { code, stdout, stderr } = await runCli(...args)
    expect([code, stdout]).toEqual([2, ''])
    for (const reason of reasons) expect(stderr).toContain(reason)
    expect(stderr).not.toMatch(/^ +at /m)
  })

  it('has everything wrong with it named at once', async () => {
    const { stderr } = await runCli('bench', '--strategies', 'versoin', '--sizes', '0', '--seed', '-1')
    expect(stderr.split('\n').map((line) => line.split(/[:"]/)[0])).toEqual([
      '', 'unknown strategy ', '--seed -1', 'npm run bench -- --help lists the flags, npm run bench -- list the names', '',
    ])
  })
})

it.each([
  [['--help']], [['bench', '--help']], [['bench', 'list', '--help']], [['serve', '--help']], [['report', '--help']], [['micro', '--help']], [['advise', '--help']],
  [['ab', '--help']], [['compare', '--help']], [['calibrate', 'run', '--help']], [['baseline', '--help']], [['history', '--help']],
])(
  '%j prints its usage on stdout and exits with 0',
  async (args) => {
    const { code, stdout, stderr } = await runCli(...args)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Usage: npm run /)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  },
)

it('bench list prints every strategy, reference and scenario by name', async () => {
  const { code, stdout, stderr } = await runCli('bench', 'list')
  expect([code, stderr]).toEqual([0, ''])
  const names = stdout.split('\n').flatMap((line) => /^ {2}([a-z0-9]\S*) {2,}\S/.exec(line)?.[1] ?? [])
  expect(names).toEqual([...[...strategies, ...references, ...scenarios].map(({ name }) => name), '200'])
  expect(controlCharacters(stdout)).toEqual([])
})

it.runIf(onLinux)('an output that cannot be written is told in a sentence, with exit code 5', async () => {
  const full = openSync('/dev/full', 'w')
  const { code, stderr } = await runNode(['bench/start.mjs', 'bench', 'list'], full)
  closeSync(full)
  expect(code).toBe(5)
  expect(stderr).toBe('cannot write to stdout: ENOSPC: no space left on device, write\nsend the output elsewhere; a run keeps its file\n')
})

it.runIf(onLinux)('too many connections for the limit of open files are told as that, with exit code 5, whatever opens them', async () => {
  const limited = ['-c', 'ulimit -n 150 && exec "$0" "$@"', process.execPath, 'bench/start.mjs', 'bench', '--quick', '--strategies', 'none', '--out', join(scratch, 'limited')]
  for (const [flags, what] of [
    [['--classes', 'none', '--scenarios', 'edit-contended', '--editors', '300'], 'edit-contended (300 editors) takes 300 connections at once'],
    [['--scenarios', 'none', '--connections', '256', '--references', 'none'], 'a run of 2 servers takes 256 connections at once'],
  ] as const) {
    const { code, stderr } = await runCommand('sh', [...limited, ...flags])
    expect(code).toBe(5)
    expect(stderr).toContain(`too many open files: ${what}, `)
    expect(stderr).toContain('and a process may have 150 here\nRaise the limit in this shell (ulimit -n 1024; ')
  }
})

it('a Node that is too old is told so in one sentence by every command', async () => {
  const old = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.1.0"})'
  for (const command of [['scripts/require-node.mjs'], ['bench/start.mjs', 'bench'], ['bench/start.mjs', 'serve']]) {
    const { code, stderr } = await runNode(['--import', old, ...command])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^etag-bench needs Node 24 or newer and runs on v[\d.]+: run "npm ci" .*\n$/)
  }
})
