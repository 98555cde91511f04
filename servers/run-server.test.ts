import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { references, serverCommand } from './index.ts'
import { request } from './testing/raw-http.ts'
import { runToEnd, startProcess } from './testing/start-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-server-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const storeFolders = (pid = 0) => readdirSync(tmpdir()).filter(name => name.startsWith(`etag-bench-store-${pid}-`))

describe('a server process', () => {
  it('prints one line, serves the sizes in turn, tells its CPU, and leaves nothing behind', async () => {
    const server = await startProcess([...serverCommand('version').args, '--documents', '3', '--size', '300B,1kB'])
    const { pid } = server.child
    expect(server.port).toBeGreaterThan(0)
    expect(storeFolders(pid)).toHaveLength(1)
    const lengths = []
    for (const id of [1, 2, 3]) lengths.push((await request(server.port, `/orders/${id}`)).headers['content-length'])
    expect(lengths).toEqual(['300', '1000', '300'])
    expect((await request(server.port, '/orders/4')).status).toBe(404)
    server.child.send('cpu-usage')
    const [usage] = (await once(server.child, 'message')) as [NodeJS.CpuUsage]
    expect(Object.keys(usage).toSorted()).toEqual(['system', 'user'])
    expect(usage.user).toBeGreaterThan(0)
    expect(await server.stop()).toBe(0)
    expect(server.lines).toEqual([`listening on http://127.0.0.1:${server.port}/orders/1`])
    expect(storeFolders(pid)).toEqual([])
  })

  it('ends when its parent closes the channel', async () => {
    const server = await startProcess([...serverCommand('none').args, '--size', '300B'])
    const exited = once(server.child, 'exit')
    server.child.disconnect()
    expect(await exited).toEqual([0, null])
    expect(storeFolders(server.child.pid)).toEqual([])
  })

  it('serves a payload with the bookkeeping added', async () => {
    const path = join(folder, 'payload.json')
    writeFileSync(path, '{ "name": "Zoë", "n": [1, 2] }')
    const server = await startProcess([...serverCommand('sha256').args, '--documents', '2', '--payload', path])
    const bodies = [(await request(server.port, '/orders/1')).body, (await request(server.port, '/orders/2')).body]
    await server.stop()
    const content = '{"edit":{"id":"000000000000","tally":1000000},"name":"Zoë","n":[1,2]}'
    expect(bodies).toEqual([content, content])
  })

  it('logs each commit with the edit ids that it replaced and wrote', async () => {
    const log = join(folder, 'commits.log')
    const server = await startProcess([...serverCommand('none').args, '--size', '300B', '--log-commits', log])
    const put = (id: string, body: string) =>
      request(server.port, `/orders/${id}`, { method: 'PUT', headers: [['Content-Type', 'application/json']], body })
    await put('1', '{"edit":{"id":"abcdefghijkl","tally":1000001}}')
    await put('1', '{"edit":{"id":"mnopqrstuvwx","tally":1000002}}')
    await put('1', '{"half":')
    await put('1', '{}')
    await put('a%20b', '{"edit":{"id":"yz0123456789","tally":1000000}}')
    await server.stop()
    expect(readFileSync(log, 'utf8')).toBe(
      '1 000000000000 abcdefghijkl\n1 abcdefghijkl mnopqrstuvwx\n1 mnopqrstuvwx -\na%20b - yz0123456789\n',
    )
  })

  it('runs the strategy file of the README', async () => {
    const readme = readFileSync(fileURLToPath(new URL('README.md', import.meta.url)), 'utf8')
    const source = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? ''
    const path = join(folder, 'mine.ts')
    writeFileSync(path, source)
    const server = await startProcess([...serverCommand(path).args, '--size', '300B'])
    const { headers } = await request(server.port, '/orders/1')
    const revalidation = await request(server.port, '/orders/1', { headers: [['If-None-Match', headers['etag'] ?? '']] })
    await server.stop()
    expect([headers['etag'], revalidation.status]).toEqual(['"v1"', 304])
    expect(headers).toHaveProperty('last-modified')
  })

  it.each(references)('starts the reference $name, which answers $statuses', async ({ name, statuses }) => {
    const server = await startProcess([...serverCommand(name).args, '--documents', '2', '--size', '300B'])
    const full = await request(server.port, '/orders/2')
    const conditional = await request(server.port, '/orders/2', {
      headers: [['If-None-Match', full.headers['etag'] ?? '']],
    })
    const revalidated = statuses.includes('304') ? 304 : 200
    expect([full.status, full.headers['content-length'], conditional.status]).toEqual([200, '300', revalidated])
    expect(full.headers['cache-control']).toBe('private, no-cache')
    expect(await server.stop()).toBe(0)
    expect(storeFolders(server.child.pid)).toEqual([])
  })

  it.each([
    [['--strategy', 'sha255'], 'unknown strategy "sha255": did you mean "sha256"?'],
    [['--size', '10'], '"10" is not a size'],
    [['--documents', '0'], '--documents must be a whole number from 1 to 1000000, not "0"'],
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, not "65536"'],
    [['--payload', folder], '--payload: '],
    [['--encoding', 'br'], '--encoding must be identity or gzip, not "br"'],
    [['--payload', 'x.json', '--size', '1kB'], '--payload brings its own size: leave out --size'],
    [['--sizes', '1kB'], `Unknown option '--sizes'`],
  ])('exits with 2 and one sentence on %j', async (args, sentence) => {
    const { code, stderr } = await runToEnd([...serverCommand('none').args, ...args])
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
