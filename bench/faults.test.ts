import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CliProcess } from './fixtures/cli-process.ts'
import { blockForEver, writeFaultyStrategy } from './fixtures/faulty-strategy.ts'
import { findRunFile, readRun, TinyRuns } from './fixtures/tiny-runs.ts'

const onLinux = process.platform === 'linux'
const runs = new TinyRuns()

afterEach(() => runs.killAll())
afterAll(() => runs.close())

// Mostly waits, for the request timeout of 10 s: the other tests run meanwhile.
const hungFolder = runs.newFolder()
let hung: CliProcess
beforeAll(() => {
  hung = runs.startFaulty(hungFolder, { perRequest: `if (requests > 40) ${blockForEver}` })
  runs.spare(hung)
})
afterAll(() => hung.kill('SIGKILL'))

async function untilExists(path: string): Promise<void> {
  for (let waits = 0; waits < 1_000 && !existsSync(path); waits++) await sleep(10)
  expect(existsSync(path)).toBe(true)
}

describe.runIf(onLinux)('a strategy file that is at fault', () => {
  it('is named with its own error and exit code 2 when it throws, and no run is begun', async () => {
    const out = runs.newFolder()
    const cli = runs.startFaulty(out, { atImport: 'throw new Error("no luck today")' })
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
    const out = runs.newFolder()
    const cli = runs.startFaulty(out, { atImport: 'for (;;) {}' })
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
    const out = runs.newFolder()
    const mark = join(runs.folder, 'loading')
    const cli = runs.startFaulty(out, { atImport: `writeFileSync(${JSON.stringify(mark)}, ''); for (;;) {}` })
    await untilExists(mark)
    cli.kill('SIGINT')
    const { code, stderr } = await cli.ended
    expect(code).toBe(130)
    expect(stderr).toBe(`\nSIGINT: stopping. Again: stop at once.\ninterrupted while the strategy file ${join(out, 'faulty.ts')} was loaded\n`)
    expect(await cli.remaining()).toEqual([])
  })

  it('is ended with a harness that is killed while it loads', async () => {
    const mark = join(runs.folder, 'loading to be killed')
    const out = runs.newFolder()
    const cli = runs.startFaulty(out, { atImport: `writeFileSync(${JSON.stringify(mark)}, ''); for (;;) {}` })
    await untilExists(mark)
    cli.kill('SIGKILL')
    expect(await cli.remaining()).toEqual([])
    expect(readdirSync(runs.temporariesOf(out))).toEqual([])
  })
})

describe.runIf(onLinux)('a server that crashes', () => {
  it('at the start of the second launch leaves the first launch on disk', async () => {
    const out = runs.newFolder()
    const mark = JSON.stringify(join(runs.folder, 'launched'))
    const atImport = `if (inServer && existsSync(${mark})) { console.error('out of luck'); process.exit(7) }\nif (inServer) writeFileSync(${mark}, '')`
    const cli = runs.startFaulty(out, { atImport })
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
    const out = runs.newFolder()
    mkdirSync(out)
    const file = writeFaultyStrategy(join(out, 'faulty.ts'), { perRequest: `if (requests > 40) { console.error('out of luck'); process.exit(7) }` })
    const cli = runs.startReporting(out, '--strategy', file)
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
    const out = runs.newFolder()
    const mark = join(runs.folder, 'started')
    const cli = runs.startFaulty(out, {
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
    const out = runs.newFolder()
    const cli = runs.startFaulty(out, { perRequest: `writeFileSync(${JSON.stringify(join(runs.folder, 'hung'))}, ''); ${blockForEver}` })
    await untilExists(join(runs.folder, 'hung'))
    cli.kill('SIGINT')
    await cli.untilPrinted(/SIGINT: stopping\. Again: stop at once\./)
    cli.kill('SIGINT')
    const { code, signal, stderr } = await cli.ended
    expect([code, signal]).toEqual([130, null])
    expect(stderr).not.toContain('the run ended early')
    expect(readRun(out)).toMatchObject({ status: 'partial', finishedAt: null, endedBy: null })
    expect(await cli.remaining()).toEqual([])
    expect(readdirSync(runs.temporariesOf(out))).toEqual([])
  })
})

describe.runIf(onLinux)('a server that hangs under load', () => {
  it('is given up after the request timeout and made to end', { timeout: 30_000 }, async () => {
    const { code, stderr } = await hung.ended
    expect(code).toBe(5)
    expect(stderr).toMatch(/server "faulty" stopped answering while saturated load of class (200|304) was on it \(\d+ answers, then \d+ time-outs?\)/)
    expect(readRun(hungFolder)).toMatchObject({ status: 'partial', endedBy: expect.stringContaining('server "faulty" stopped answering') })
    expect(await hung.remaining()).toEqual([])
    expect(readdirSync(runs.temporariesOf(hungFolder))).toEqual([])
  })
})
