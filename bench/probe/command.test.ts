import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { CliProcess, runCli } from '../fixtures/cli-process.ts'
import { startServer } from './broken/correct-server.ts'
import type { Hooks, StartedServer } from './broken/correct-server.ts'
import { startScriptedTarget } from './fixtures/scripted-target.ts'
import type { Script } from './fixtures/scripted-target.ts'
import { probeReportSchema } from './report/report-schema.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-probe-command-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function serverWith(hooks: Hooks = {}): Promise<StartedServer> {
  const server = await startServer(hooks)
  open.push(server)
  return server
}

async function targetWith(script: Script) {
  const target = await startScriptedTarget(script)
  open.push(target)
  return target
}

const ok = 'HTTP/1.1 200 OK\r\nETag: "v1"\r\nCache-Control: no-cache\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}'
const controlCharacters = (text: string) => [...text].filter((char) => char !== '\n' && /\p{Cc}/u.test(char))

describe('npm run probe', () => {
  it('finds nothing on a correct server, in plain text of 80 columns, and exits with 0', async () => {
    const { url } = await serverWith()
    const { code, stdout, stderr } = await runCli('probe', url.href)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^probe of http:\/\/127\.0\.0\.1:\d+\/orders\/1\n {2}200 OK in \d+ ms: application\/json, \d+ bytes\n {2}ETag: "v1"\n/)
    expect(stdout).toMatch(/\n0 errors, 0 warnings, 0 notes; \d+ passed, \d+ not checked; \d+ requests in [\d.]+ s\n\nPASSED\n/)
    expect(stdout).toMatch(/\n {2}if-match-honoured, [^:]+: needs --write\n$/)
    expect(controlCharacters(stdout)).toEqual([])
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  it('exits with 1 for findings, and has everything in --json', async () => {
    const { url } = await serverWith({ answer: (answer) => ({ ...answer, headers: { ...answer.headers, vary: '*' } }) })
    const { code, stdout, stderr } = await runCli('probe', url.href, '--checks', 'vary-splits-cache,no-validator', '--json')
    const report = probeReportSchema.parse(JSON.parse(stdout))
    expect([code, stderr, report.status, report.findings.map(({ check }) => check), report.passed.map(({ check }) => check)]).toEqual([
      1, '', 'complete', ['vary-splits-cache'], ['no-validator'],
    ])
    expect(report.findings[0]?.evidence[0]?.responseHead).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\nvary: \*\r\n/)
  })

  it('never shows what is sent with --header, not even when the target sends it back', async () => {
    const echo: Script = (socket, request) => {
      const sent = /^(?:Authorization|X-Key): .*$/gim.exec(request)?.[0] ?? 'X: none'
      socket.end(ok.replace('ETag', `X-You-Sent: ${sent}\r\nVary: *\r\nETag`))
    }
    const { url, requests } = await targetWith(echo)
    const file = join(scratch, 'headers.txt')
    writeFileSync(file, 'X-Key: swordfish-77\n')
    const args = ['probe', url.href, '--header', 'Authorization: Bearer hunter2hunter2', '--header', `@${file}`]
    const runs = await Promise.all([runCli(...args), runCli(...args, '--json')])
    expect(runs.map(({ code }) => code)).toEqual([1, 1])
    expect(runs.map(({ stdout, stderr }) => stdout + stderr).join('')).not.toMatch(/hunter2|swordfish/)
    expect(runs[0].stdout).toContain('    > Authorization: (redacted)\n    > X-Key: (redacted)\n')
    expect(requests.every((request) => request.includes('Bearer hunter2hunter2') && request.includes('swordfish-77'))).toBe(true)
  })

  it('exits with 5 where nothing can be reached, and says so in --json too', async () => {
    const target = await startScriptedTarget(() => {})
    await target.close()
    const { code, stdout, stderr } = await runCli('probe', target.url.href, '--json')
    expect([code, stderr]).toEqual([5, `cannot connect to ${target.url.host} (ECONNREFUSED): start the server, or check host and port\n`])
    expect(probeReportSchema.parse(JSON.parse(stdout))).toMatchObject({ status: 'unreachable', endedBy: { kind: 'refused' }, target: null })
  })

  it('exits with 2 for flags that make no sense, and shows no credential', async () => {
    const { code, stdout, stderr } = await runCli('probe', 'x', '--header', 'Bearer hunter2', '--rate', 'fast', '--checks', 'no-validators')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.split('\n').map((line) => line.split(/[:"]/)[0])).toEqual([
      'URL ', "--header does not begin with a header's name and a colon", '--rate fast', 'unknown check ', 'npm run probe -- --help lists the flags', '',
    ])
    expect(stderr).not.toContain('hunter2')
  })

  it('ends early when the target stops answering, tells what was seen until then, and exits with 5', async () => {
    const { url } = await targetWith((socket, _request, number) => void socket.end(number <= 2 ? ok : ''))
    const { code, stdout } = await runCli('probe', url.href, '--checks', 'no-validator,if-none-match-exact,if-none-match-star')
    expect(code).toBe(5)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/^ENDED EARLY: GET http:\S+: the connection was closed before any byte of an answer; .*if-none-match-star: the target stopped answering $/)
  })

  it('is over soon after Ctrl-C, with what was checked until then, and exits with 130', async () => {
    const { url, requests } = await targetWith((socket, _request, number) => (number <= 2 ? void socket.end(ok) : undefined))
    const cli = new CliProcess(['probe', url.href, '--timeout', '60s', '--checks', 'no-validator,if-none-match-exact'])
    const deadline = performance.now() + 15_000
    while (requests.length < 3 && performance.now() < deadline) await sleep(10)
    cli.kill('SIGINT')
    const { code, stdout, stderr } = await cli.ended
    expect([code, stderr]).toEqual([130, '\nSIGINT: stopping. Again: stop at once.\ninterrupted: the report tells what was checked until then\n'])
    expect(stdout).toMatch(/^INTERRUPTED: what was seen until then\n[^]*\nNOT CHECKED\n {2}if-none-match-exact: interrupted\n$/)
  })

  it.each(['SIGINT', 'SIGHUP'] as const)('restores the resource when %s comes between writes, and says so', async (signal) => {
    const server = await serverWith()
    const before = server.document()
    const cli = new CliProcess(['probe', server.url.href, '--write', '--checks', 'simultaneous-writes'])
    const deadline = performance.now() + 15_000
    while (server.document().version < 5 && performance.now() < deadline) await sleep(2)
    cli.kill(signal)
    const { code, stdout, stderr } = await cli.ended
    expect([code, server.document().content.toString()]).toEqual([130, before.content.toString()])
    expect(server.document().version).toBeGreaterThan(5)
    expect(stdout).toContain('\n  the resource is as it was: ')
    const savedTo = /is in (\S+)\/content-before\.json until it is restored/.exec(stderr)?.[1] ?? 'not told'
    expect(readdirSync(tmpdir())).not.toContain(savedTo.slice(savedTo.lastIndexOf('/') + 1))
  })

  it('says where the content before is when a second Ctrl-C abandons the restoration', async () => {
    const stalled = Promise.withResolvers<void>()
    const stall = async () => {
      if (server.document().version < 3) return
      stalled.resolve()
      await new Promise<never>(() => {})
    }
    const server = await serverWith({ beforeCommit: stall })
    const before = server.document().content.toString()
    const cli = new CliProcess(['probe', server.url.href, '--write', '--checks', 'simultaneous-writes'])
    await stalled.promise
    cli.kill('SIGINT')
    await cli.untilPrinted(/\nSIGINT: stopping\. Again: stop at once, and abandon the restoration\.\n/)
    cli.kill('SIGINT')
    const { code, stderr } = await cli.ended
    const savedTo = /\nnot restored: the content before is in (\S+)\n$/.exec(stderr)?.[1] ?? 'not told'
    expect([code, readFileSync(savedTo, 'utf8')]).toEqual([130, before])
    rmSync(dirname(savedTo), { recursive: true })
  })
})
