import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { findRunFile, readRun, TinyRuns, untilRunFile } from './fixtures/tiny-runs.ts'

const onLinux = process.platform === 'linux'
const runs = new TinyRuns()

afterEach(() => runs.killAll())
afterAll(() => runs.close())

describe.runIf(onLinux)('a run that is told to end', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s keeps what was measured, marked partial, and exits with 130', async (signal) => {
    const out = runs.newFolder()
    const cli = runs.start(out, '--launches', '50')
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
    const out = runs.newFolder()
    const cli = runs.start(out, '--launches', '50', '--json')
    await cli.untilPrinted(/^1 of \d+ cells done/)
    cli.kill('SIGINT')
    const { code, stdout } = await cli.ended
    expect([code, JSON.parse(stdout)]).toEqual([130, readRun(out)])
    expect(readRun(out).status).toBe('partial')
  })

  it('by SIGKILL leaves a readable partial file and no process after 3 s', async () => {
    const out = runs.newFolder()
    const cli = runs.start(out, '--launches', '50', '--references', 'floor-constant')
    await cli.untilPrinted(/^1 of \d+ cells done/)
    // The command, its supervisor and three servers.
    expect(cli.processes().length).toBeGreaterThanOrEqual(5)
    cli.kill('SIGKILL')
    expect((await cli.ended).signal).toBe('SIGKILL')
    expect(await cli.remaining()).toEqual([])
    expect(readdirSync(runs.temporariesOf(out))).toEqual([])
    expect(readRun(out)).toMatchObject({ status: 'partial', endedBy: null })
  })

  it('by nobody goes on when nobody reads its output any more', async () => {
    const out = runs.newFolder()
    const cli = runs.start(out)
    await untilRunFile(out)
    cli.stopReading()
    await cli.ended
    expect(readRun(out).status).toBe('complete')
    expect(await cli.remaining()).toEqual([])
  })
})

describe.runIf(onLinux)('a results folder', () => {
  it('below a regular file, or where nobody may write, ends the run before it starts', async () => {
    const file = runs.newFolder()
    writeFileSync(file, '')
    for (const [out, why] of [[join(file, 'runs'), 'ENOTDIR'], ['/proc/runs', 'ENOENT']] as const) {
      const cli = runs.start(out)
      const { code, stderr } = await cli.ended
      expect(code).toBe(5)
      expect(stderr).toContain(`cannot create ${out}/`)
      expect(stderr).toContain(`: ${why}\nname a folder that can be written to with --out\n`)
      expect(await cli.remaining()).toEqual([])
    }
  })

  it('on a disk that fills up ends the run, and the last whole file stays', async () => {
    const out = runs.newFolder()
    const cli = runs.start(out)
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
    const out = runs.newFolder()
    const cli = runs.start(out)
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
