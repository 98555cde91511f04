import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { CliProcess, runCli } from '../fixtures/cli-process.ts'
import { blockForEver, writeFaultyStrategy } from '../fixtures/faulty-strategy.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-serve-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe.runIf(process.platform === 'linux')('npm run serve', () => {
  const started: CliProcess[] = []
  afterEach(() => {
    for (const cli of started.splice(0)) cli.kill('SIGKILL')
  })

  async function serve(...args: readonly string[]) {
    const cli = new CliProcess(['serve', ...args])
    started.push(cli)
    const [, url] = await cli.untilPrinted(/listening on (http:\/\/127\.0\.0\.1:\d+\/orders\/1)\n/)
    return { cli, url: url! }
  }

  it('prints one line, answers, and ends on SIGTERM', async () => {
    const { cli, url } = await serve('--size', '300B', '--documents', '2')
    const response = await fetch(url.replace(/1$/, '2'))
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 300])
    cli.kill('SIGTERM')
    const { code, stdout, stderr } = await cli.ended
    expect([code, stdout, stderr]).toEqual([
      130, `listening on ${url}\n`, '\nSIGTERM: stopping. Again: stop at once.\nserver stopped\n',
    ])
    expect(await cli.remaining()).toEqual([])
  })

  it('ends its server when it is killed', async () => {
    const { cli } = await serve('--size', '300B')
    // The command, its supervisor and the server.
    expect(cli.processes()).toHaveLength(3)
    cli.kill('SIGKILL')
    expect(await cli.remaining()).toEqual([])
  })

  it.each(['SIGINT', 'SIGKILL'] as const)('ends a server that hangs in a request when it gets one %s', async (signal) => {
    const path = writeFaultyStrategy(join(scratch, `hangs-${signal}.ts`), { perRequest: `console.log('asked'); ${blockForEver}` })
    const { cli, url } = await serve('--size', '300B', '--strategy', path)
    const answer = fetch(url).catch(() => 'none')
    await cli.untilPrinted(/^asked$/m)
    cli.kill(signal)
    expect((await cli.ended).code).toBe(signal === 'SIGINT' ? 130 : null)
    expect(await cli.remaining()).toEqual([])
    expect(await answer).toBe('none')
  })

  it('says how a server ended that ends by itself', async () => {
    const path = writeFaultyStrategy(join(scratch, 'ends.ts'), { perRequest: `console.error('enough'); process.exit(7)` })
    const { cli, url } = await serve('--size', '300B', '--strategy', path)
    await fetch(url).catch(() => {})
    expect(await cli.ended).toMatchObject({ code: 5, stderr: 'enough\nthe server ended with code 7\nits own message, if it had one, is above\n' })
  })

  it.each([
    ['process.exit(0)', 'ended its process with code 0 before it had loaded'],
    [`setTimeout(() => { throw new Error('late') }, 50)`, 'ended its process with code 1 soon after it had loaded'],
  ])('does not start a strategy file that does %s', async (atImport, what) => {
    const { code, stderr } = await runCli('serve', '--strategy', writeFaultyStrategy(join(scratch, 'faulty.ts'), { atImport }))
    expect([code, stderr]).toEqual([2, expect.stringContaining(`the strategy file ${join(scratch, 'faulty.ts')} ${what}`)])
  })

  it('describes a payload once, and what of it does not survive, on stderr', async () => {
    const path = join(scratch, 'payload.json')
    writeFileSync(path, '{"a":-0}')
    const { cli, url } = await serve('--payload', path)
    expect(await (await fetch(url)).text()).toBe('{"edit":{"id":"000000000000","tally":1000000},"a":0}')
    cli.kill('SIGTERM')
    const { stderr } = await cli.ended
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      `payload ${path}: 8 bytes in the file, 52 bytes as sent, 45 of them bookkeeping, which is the first member of its root`,
      'warning: negative zeros, 1 in all: $.a: -0 is sent as 0',
    ])
  })

  it('says so when its port is taken', async () => {
    const { url } = await serve('--size', '300B')
    const { code, stderr } = await runCli('serve', '--port', new URL(url).port)
    expect(code).toBe(5)
    expect(stderr).toMatch(/^server "version" ended with code 1 before it listened\nstderr:\n .*give another --port, or 0 for any free one\nRun it by hand: /)
  })
})
