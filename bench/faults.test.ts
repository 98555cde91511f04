import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RunFile } from './archive/run-file.ts'
import { runFileSchema } from './archive/run-file.ts'
import { CliProcess } from './fixtures/cli-process.ts'
import type { Fault } from './fixtures/faulty-strategy.ts'
import { blockForEver, writeFaultyStrategy } from './fixtures/faulty-strategy.ts'

const onLinux = process.platform === 'linux'
const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-faults-'))
/** Where the command that writes to a folder puts temporary files. */
const temporariesOf = (out: string) => join(scratch, `temporaries of ${out.replaceAll('/', ' ')}`)
const running: CliProcess[] = []
let folders = 0
const newFolder = () => join(scratch, String(++folders))

afterEach(() => {
  for (const cli of running.splice(0)) cli.kill('SIGKILL')
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

// Mostly waits, for the request timeout of 10 s: the other tests run meanwhile.
const hungFolder = newFolder()
let hung: CliProcess
beforeAll(() => {
  hung = startFaulty(hungFolder, { perRequest: `if (requests > 40) ${blockForEver}` })
  running.splice(running.indexOf(hung), 1)
})
afterAll(() => hung.kill('SIGKILL'))

const tiny = ['--quick', '--launches', '2', '--warmup', '20ms', '--burst', '10ms', '--connections', '1', '--classes', '304']
const alone = ['--references', 'none', '--scenarios', 'none', '--sizes', '1kB']

function startBench(out: string, ...flags: readonly string[]): CliProcess {
  return startReportingBench(out, '--no-report', ...flags)
}

function startReportingBench(out: string, ...flags: readonly string[]): CliProcess {
  const temporaries = temporariesOf(out)
  mkdirSync(temporaries, { recursive: true })
  const cli = new CliProcess(['bench', ...tiny, ...alone, '--strategies', 'none', '--out', out, ...flags], { env: { TMPDIR: temporaries } })
  running.push(cli)
  return cli
}

function startFaulty(out: string, fault: Fault): CliProcess {
  mkdirSync(out)
  return startBench(out, '--strategy', writeFaultyStrategy(join(out, 'faulty.ts'), fault))
}

function findRunFile(out: string): string | undefined {
  if (!existsSync(out)) return undefined
  return readdirSync(out)
    .map((entry) => join(out, entry, 'run.json'))
    .find((path) => existsSync(path))
}

async function untilExists(path: string): Promise<void> {
  for (let waits = 0; waits < 1_000 && !existsSync(path); waits++) await sleep(10)
  expect(existsSync(path)).toBe(true)
}

async function untilRunFile(out: string): Promise<string> {
  for (let waits = 0; waits < 1_000; waits++) {
    const path = findRunFile(out)
    if (path !== undefined) return path
    await sleep(10)
  }
  throw new Error(`no run file appeared in ${out}`)
}

function readRun(out: string): RunFile {
  return runFileSchema.parse(JSON.parse(readFileSync(findRunFile(out) ?? 'no run file', 'utf8')))
}

describe.runIf(onLinux)('a strategy file that is at fault', () => {
  it('is named with its own error and exit code 2 when it throws, and no run is begun', async () => {
    const out = newFolder()
    const cli = startFaulty(out, { atImport: 'throw new Error("no luck today")' })
    const { code, stderr } = await cli.ended
    expect(code).toBe(2)
    expect(stderr).toBe(
      `cannot load the strategy file ${join(out, 'faulty.ts')}: no luck today\n` +
        'nothing was started; mend the file, or name another, and run again\n',
    )
    expect(findRunFile(out)).toBeUndefined()
    expect(await cli.remaining()).toEqual([])
  })

  it('is given 5 s to load, then exit code 2', async () => {
    const out = newFolder()
    const cli = startFaulty(out, { atImport: 'for (;;) {}' })
    const { code, stderr } = await cli.ended
    expect(code).toBe(2)
    expect(stderr).toBe(
      `the strategy file ${join(out, 'faulty.ts')} did not finish loading within 5 s: a loop or an await at its top level never ends\n` +
        'nothing was started; mend the file, or name another, and run again\n',
    )
    expect(findRunFile(out)).toBeUndefined()
    expect(await cli.remaining()).toEqual([])
  })

  it('may be given up while it loads, by Ctrl-C', async () => {
    const out = newFolder()
    const mark = join(scratch, 'loading')
    const cli = startFaulty(out, { atImport: `writeFileSync(${JSON.stringify(mark)}, ''); for (;;) {}` })
    await untilExists(mark)
    cli.kill('SIGINT')
    const { code, stderr } = await cli.ended
    expect(code).toBe(130)
    expect(stderr).toBe(`\nSIGINT: stopping. Again: stop at once.\ninterrupted while the strategy file ${join(out, 'faulty.ts')} was loaded\n`)
    expect(await cli.remaining()).toEqual([])
  })

  it('is ended with a harness that is killed while it loads', async () => {
    const mark = join(scratch, 'loading to be killed')
    const out = newFolder()
    const cli = startFaulty(out, { atImport: `writeFileSync(${JSON.stringify(mark)}, ''); for (;;) {}` })
    await untilExists(mark)
    cli.kill('SIGKILL')
    expect(await cli.remaining()).toEqual([])
    expect(readdirSync(temporariesOf(out))).toEqual([])
  })
})

describe.runIf(onLinux)('a server that crashes', () => {
  it('at the start of the second launch leaves the first launch on disk', async () => {
    const out = newFolder()
    const mark = JSON.stringify(join(scratch, `launched-${folders}`))
    const atImport = `if (inServer && existsSync(${mark})) { console.error('out of luck'); process.exit(7) }\nif (inServer) writeFileSync(${mark}, '')`
    const cli = startFaulty(out, { atImport })
    const { code, stderr } = await cli.ended
    expect(code).toBe(5)
    expect(stderr).toContain('server "faulty" ended with code 7 before it listened\nstderr:\n  out of luck\nRun it by hand: ')
    expect(stderr).toContain(`the run ended early; what was measured until then: ${findRunFile(out)}\n`)
    const run = readRun(out)
    expect([run.status, run.finishedAt === null]).toEqual(['partial', false])
    expect(run.endedBy).toContain('server "faulty" ended with code 7 before it listened')
    expect(new Set(run.bursts.map(({ launch, arm }) => `${launch} ${arm}`))).toEqual(
      new Set(['0 none', '0 none-again', '0 faulty']),
    )
    expect(await cli.remaining()).toEqual([])
  })

  it('under load is reported with its exit code and last words, in the reports beside the run file too', async () => {
    const out = newFolder()
    mkdirSync(out)
    const file = writeFaultyStrategy(join(out, 'faulty.ts'), { perRequest: `if (requests > 40) { console.error('out of luck'); process.exit(7) }` })
    const cli = startReportingBench(out, '--strategy', file)
    const { code, stdout, stderr } = await cli.ended
    expect(code).toBe(5)
    const folder = dirname(findRunFile(out)!)
    expect(stdout).toContain(`\nreport: ${join(folder, 'report.html')}\n`)
    expect(readdirSync(folder).toSorted()).toEqual(['estimates.csv', 'report.html', 'run.json', 'summary.md'])
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('its last words: out of luck')
    expect(stderr).toMatch(/server "faulty" ended with code 7 (while saturated load of class (200|304) was on it|between two bursts); its last words: out of luck/)
    expect(stderr).toContain('start the server by hand with "npm run serve" to see why')
    const run = readRun(out)
    expect(run.status).toBe('partial')
    expect(run.endedBy).toContain('server "faulty" ended')
    expect(await cli.remaining()).toEqual([])
  })
})

describe.runIf(onLinux)('a server that hangs', () => {
  it('and never listens can be given up by Ctrl-C', async () => {
    const out = newFolder()
    const mark = join(scratch, 'started')
    const cli = startFaulty(out, {
      atImport: `if (inServer) { writeFileSync(${JSON.stringify(mark)}, ''); await new Promise(() => setInterval(() => {}, 1_000)) }`,
    })
    await untilExists(mark)
    cli.kill('SIGINT')
    const { code } = await cli.ended
    expect(code).toBe(130)
    expect(readRun(out)).toMatchObject({ status: 'partial', endedBy: expect.stringMatching(/^interrupted/) })
    expect(await cli.remaining()).toEqual([])
  })

  it('ends with a second Ctrl-C at once', async () => {
    const out = newFolder()
    const cli = startFaulty(out, { perRequest: `writeFileSync(${JSON.stringify(join(scratch, 'hung'))}, ''); ${blockForEver}` })
    await untilExists(join(scratch, 'hung'))
    cli.kill('SIGINT')
    await cli.untilPrinted(/SIGINT: stopping\. Again: stop at once\./)
    cli.kill('SIGINT')
    const { code, signal, stderr } = await cli.ended
    expect([code, signal]).toEqual([130, null])
    expect(stderr).not.toContain('the run ended early')
    expect(readRun(out)).toMatchObject({ status: 'partial', finishedAt: null, endedBy: null })
    expect(await cli.remaining()).toEqual([])
    expect(readdirSync(temporariesOf(out))).toEqual([])
  })
})

describe.runIf(onLinux)('a run that is told to end', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s keeps what was measured, marked partial, and exits with 130', async (signal) => {
    const out = newFolder()
    const cli = startBench(out, '--launches', '50')
    await cli.untilPrinted(/^1 of \d+ cells done/)
    cli.kill(signal)
    const { code, stdout, stderr } = await cli.ended
    expect(code).toBe(130)
    expect(stdout).toMatch(/^PARTIAL RUN: interrupted/)
    expect(stdout).toContain(`run file: ${findRunFile(out)}\n`)
    expect(stderr).toContain(`${signal}: stopping. Again: stop at once.`)
    expect(stderr).toContain(`the run ended early; what was measured until then: ${findRunFile(out)}\n`)
    const run = readRun(out)
    expect(run.status).toBe('partial')
    expect(run.endedBy).toMatch(/^interrupted/)
    expect(run.warmUps.length).toBeGreaterThan(0)
    expect(await cli.remaining()).toEqual([])
  })

  it('prints the run file, marked partial, where --json asks for it', async () => {
    const out = newFolder()
    const cli = startBench(out, '--launches', '50', '--json')
    await cli.untilPrinted(/^1 of \d+ cells done/)
    cli.kill('SIGINT')
    const { code, stdout } = await cli.ended
    expect([code, JSON.parse(stdout)]).toEqual([130, readRun(out)])
    expect(readRun(out).status).toBe('partial')
  })

  it('by SIGKILL leaves a readable partial file and no process after 3 s', async () => {
    const out = newFolder()
    const cli = startBench(out, '--launches', '50', '--references', 'floor-constant')
    await cli.untilPrinted(/^1 of \d+ cells done/)
    // The command, its supervisor and three servers.
    expect(cli.processes().length).toBeGreaterThanOrEqual(5)
    cli.kill('SIGKILL')
    expect((await cli.ended).signal).toBe('SIGKILL')
    expect(await cli.remaining()).toEqual([])
    expect(readdirSync(temporariesOf(out))).toEqual([])
    expect(readRun(out)).toMatchObject({ status: 'partial', endedBy: null })
  })

  it('by nobody goes on when nobody reads its output any more', async () => {
    const out = newFolder()
    const cli = startBench(out)
    await untilRunFile(out)
    cli.stopReading()
    await cli.ended
    expect(readRun(out).status).toBe('complete')
    expect(await cli.remaining()).toEqual([])
  })
})

describe.runIf(onLinux)('a results folder', () => {
  it('below a regular file, or where nobody may write, ends the run before it starts', async () => {
    const file = newFolder()
    writeFileSync(file, '')
    for (const [out, why] of [[join(file, 'runs'), 'ENOTDIR'], ['/proc/runs', 'ENOENT']] as const) {
      const cli = startBench(out)
      const { code, stderr } = await cli.ended
      expect(code).toBe(5)
      expect(stderr).toContain(`cannot create ${out}/`)
      expect(stderr).toContain(`: ${why}\nname a folder that can be written to with --out\n`)
      expect(await cli.remaining()).toEqual([])
    }
  })

  it('on a disk that fills up ends the run, and the last whole file stays', async () => {
    const out = newFolder()
    const cli = startBench(out)
    const path = await untilRunFile(out)
    // What is written next goes to a device that is always full.
    symlinkSync('/dev/full', `${path}.tmp`)
    const { code, stderr } = await cli.ended
    expect(code).toBe(5)
    expect(stderr).toContain(`cannot write ${path}: ENOSPC\nfree some space, or name another folder with --out\n`)
    const run = readRun(out)
    expect(run.status).toBe('partial')
    // The device was out of the way when the reason was written.
    expect(run.endedBy).toContain('ENOSPC')
    expect(existsSync(`${path}.tmp`)).toBe(false)
    expect(await cli.remaining()).toEqual([])
  })

  it('that stays unwritable is reported once as the end of the run, and the last whole file stays', async () => {
    const out = newFolder()
    const cli = startBench(out)
    const path = await untilRunFile(out)
    mkdirSync(join(`${path}.tmp`, 'in the way'), { recursive: true })
    const { code, stderr } = await cli.ended
    expect(code).toBe(5)
    expect(stderr).toContain('the run file could not be brought up to date: ')
    expect(stderr).toContain(`the run ended early; what was measured until then: ${path}\ncannot write ${path}: EISDIR\n`)
    expect(readRun(out)).toMatchObject({ status: 'partial', endedBy: null, bursts: [] })
    expect(await cli.remaining()).toEqual([])
  })
})

describe.runIf(onLinux)('a server that hangs under load', () => {
  it('is given up after the request timeout and made to end', { timeout: 30_000 }, async () => {
    const { code, stderr } = await hung.ended
    expect(code).toBe(5)
    expect(stderr).toMatch(/server "faulty" stopped answering while saturated load of class (200|304) was on it \(\d+ answers, then \d+ time-outs?\)/)
    expect(readRun(hungFolder)).toMatchObject({ status: 'partial', endedBy: expect.stringContaining('server "faulty" stopped answering') })
    expect(await hung.remaining()).toEqual([])
    expect(readdirSync(temporariesOf(hungFolder))).toEqual([])
  })
})
