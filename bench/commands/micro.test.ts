import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { CliProcess, runCli } from '../fixtures/cli-process.ts'
import { readMicroFile } from '../micro/read-micro-file.ts'

const out = mkdtempSync(join(tmpdir(), 'etag-bench-micro-command-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

function readOnly(folder: string) {
  const [run] = readdirSync(folder)
  return readMicroFile(join(folder, run ?? 'no run'))
}

describe('micro', () => {
  it('measures each task in processes of its own and prints tables and the file', async () => {
    const folder = join(out, 'measured')
    const { code, stdout, stderr } = await runCli('micro', '--tasks', 'no-op,read-row,md5-string,md5-buffer', '--sizes', '100B', '--launches', '1', '--out', folder)
    expect([code, stderr.match(/ cells done/g)?.length]).toEqual([0, 2])
    expect(stdout).toMatch(/\n\ntime per operation\n +100B\nmd5-buffer +\d+(\.\d+)?(ns|µs)\nmd5-string +/)
    expect(stdout).toMatch(/^no-op +\d/m)
    expect(stdout).toMatch(/^micro file: .*micro\.json$/m)
    expect(readOnly(folder)).toMatchObject({ status: 'complete', settings: { tasks: ['no-op', 'read-row', 'md5-string', 'md5-buffer'], sizesBytes: [100] } })
  })

  it('prints its file with --json', async () => {
    const folder = join(out, 'json')
    const { stdout } = await runCli('micro', '--tasks', 'no-op', '--launches', '1', '--json', '--out', folder)
    expect(JSON.parse(stdout)).toEqual(readOnly(folder))
  })

  it('names everything that is wrong with its flags, and ends with 2', async () => {
    const { code, stdout, stderr } = await runCli('micro', '--tasks', 'sha', '--launches', 'x', '--out', join(out, 'never'))
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^unknown task "sha": did you mean .*\n--launches x: give a whole number from 1 to 1000\nnpm run micro -- --help lists the flags, npm run micro -- list the tasks\n$/)
    expect(readdirSync(out)).not.toContain('never')
  })

  it('lists the tasks and what each does', async () => {
    const { code, stdout } = await runCli('micro', 'list')
    expect(code).toBe(0)
    expect(stdout).toContain('sha256-buffer\n  SHA-256 of a Buffer, to the characters of a tag\n')
    expect(stdout.trimEnd().split('\n')).toHaveLength(36)
  })

  it('keeps what was measured when it is interrupted, and leaves neither process nor file', async () => {
    const folder = join(out, 'interrupted')
    const cli = new CliProcess(['micro', '--tasks', 'read-row', '--sizes', '10kB', '--launches', '400', '--out', folder])
    await cli.untilPrinted(/^1 of 400 cells done/)
    cli.kill('SIGINT')
    const { code, stdout } = await cli.ended
    expect(code).toBe(130)
    expect(stdout).toMatch(/^PARTIAL RUN: interrupted\netag-bench micro, 400 launches, seed 1; [\s\S]*\n\ntime per operation\n/)
    const { status, measurements } = readOnly(folder)
    expect([status, measurements.length > 0]).toEqual(['partial', true])
    expect(await cli.remaining()).toEqual([])
  })
})
