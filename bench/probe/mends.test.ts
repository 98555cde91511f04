import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { request as rawRequest } from '../../servers/testing/raw-http.ts'
import { codeOf, compileSnippet, serveSnippets } from './fixtures/snippet-server.ts'
import type { Framework, SnippetServer } from './fixtures/snippet-server.ts'
import { probeAll } from './fixtures/probe-all.ts'
import { snippets } from './mends.ts'
import { mendTopics } from './mends/topic.ts'

const open: SnippetServer[] = []

afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

async function serve(framework: Framework, ...codes: readonly string[]): Promise<URL> {
  const server = await serveSnippets(framework, codes, new DatabaseSync(':memory:'))
  open.push(server)
  return server.url
}

describe.each(['express', 'fastify'] as const)('the snippets for %s', (framework) => {
  it('weak-compare and if-match make an endpoint without a finding', async () => {
    const url = await serve(framework, codeOf(framework, 'weak-compare'), codeOf(framework, 'if-match'))
    const { findings, restored } = await probeAll(url)
    expect(findings).toEqual([])
    expect(restored).toMatch(/^the resource is as it was: GET gives the same/)
  })

  it.each(['no-validator', 'not-modified-headers', 'nodes', 'last-modified'] as const)('%s sends the version as a strong tag', async (topic) => {
    const url = await serve(framework, codeOf(framework, topic))
    const answer = await fetch(url)
    expect([answer.headers.get('etag'), answer.headers.get('content-length')]).toEqual(['"v1"', '65'])
    const date = topic === 'last-modified' ? 'Thu, 23 May 2024 00:00:00 GMT' : null
    expect(answer.headers.get('last-modified')).toBe(date)
  })

  it.each(['no-validator', 'strong-tag', 'nodes', 'last-modified', 'not-modified-headers'] as const)('%s answers 304 with the headers of the 200', async (topic) => {
    const url = await serve(framework, codeOf(framework, topic))
    const [full, revalidated] = [
      await rawRequest(Number(url.port), url.pathname),
      await rawRequest(Number(url.port), url.pathname, { headers: [['If-None-Match', '"v0", W/"v1"']] }),
    ]
    expect([full.status, revalidated.status, revalidated.body]).toEqual([200, 304, ''])
    for (const name of ['etag', 'cache-control', 'vary', 'last-modified']) expect(revalidated.headers[name]).toBe(full.headers[name])
    expect(full.headers['cache-control']).toBe('private, no-cache')
  })

  it.each<[number, string]>([
    [304, 'Thu, 23 May 2024 00:00:00 GMT'],
    [304, 'Thursday, 23-May-24 00:00:00 GMT'],
    [304, 'Thu May 23 00:00:00 2024'],
    [304, 'Thu Jun  6 00:00:00 2024'],
    [200, 'Wed, 22 May 2024 23:59:59 GMT'],
    [200, 'Thu, 23 May 2024 02:00:00 +0200'],
    [200, 'Thu, 23 May 2024 00:00:00'],
    [200, '23 May 2030 00:00:00 GMT'],
    [200, 'Thu, 30 Feb 2034 00:00:00 GMT'],
    [200, '2034-05-23T00:00:00Z'],
    [200, '2034'],
    [200, 'thu, 23 may 2024 00:00:00 GMT'],
    [200, ''],
  ])('last-modified answers %i to If-Modified-Since: %s', async (status, date) => {
    const url = await serve(framework, codeOf(framework, 'last-modified'))
    const answer = await rawRequest(Number(url.port), url.pathname, { headers: [['If-Modified-Since', date]] })
    expect(answer.status).toBe(status)
  })

  it('precondition-required refuses a PUT without a precondition, and hands on an empty one', async () => {
    const url = await serve(framework, codeOf(framework, 'precondition-required'), codeOf(framework, 'if-match'))
    const put = async (headers: Record<string, string>) =>
      fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json', ...headers }, body: '{}' })
    const refusal = await put({})
    expect([refusal.status, refusal.headers.get('content-type')?.split(';')[0]]).toEqual([428, 'application/problem+json'])
    expect(await refusal.json()).toMatchObject({ status: 428, detail: 'Send If-Match with the ETag of the order that you edited.' })
    expect([(await put({ 'if-match': '' })).status, (await put({ 'if-match': '"v1"' })).status]).toEqual([412, 204])
  })

  it('atomic-write lets one of two writers win who both saw the same version', async () => {
    const waiting = codeOf(framework, 'atomic-write')
      .replace('(req, res) => {', 'async (req, res) => {')
      .replace('// Again in the write itself', 'await new Promise((resolve) => setTimeout(resolve, 50)) //')
    const url = await serve(framework, waiting)
    const put = async () => fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json', 'if-match': '"v1"' }, body: '{}' })
    const answers = await Promise.all([put(), put()])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 412])
    expect(answers.find(({ status }) => status === 204)?.headers.get('etag')).toBe('"v2"')
  })

  it('create-only creates what is not there, and leaves what is', async () => {
    const url = await serve(framework, codeOf(framework, 'create-only'), codeOf(framework, 'strong-tag'))
    const put = async (path: string) =>
      fetch(new URL(path, url), { method: 'PUT', headers: { 'content-type': 'application/json', 'if-none-match': '*' }, body: '{"id":"2"}' })
    const [created, again, there] = [await put('/orders/2'), await put('/orders/2'), await put('/orders/1')]
    expect([created.status, created.headers.get('etag'), again.status, there.status]).toEqual([201, '"v1"', 412, 412])
    const [shown, untouched] = [await fetch(new URL('/orders/2', url)), await fetch(url)]
    expect([await shown.text(), untouched.headers.get('etag')]).toEqual(['{"id":"2"}', '"v1"'])
  })

  it('vary and cache-control name what the answer is chosen by, and keep it revalidated', async () => {
    const url = await serve(framework, codeOf(framework, 'vary'), codeOf(framework, 'cache-control'), codeOf(framework, 'nodes'))
    const { headers } = await fetch(url)
    expect([headers.get('vary'), headers.get('cache-control')]).toEqual(['Accept-Encoding', 'private, no-cache'])
  })

  it('drift leaves out the time of the request, and orders the members', async () => {
    const url = await serve(framework, codeOf(framework, 'drift'))
    const answer = await fetch(url)
    expect(await answer.text()).toBe('{"id":"1","note":"leave at the door","total":1999}')
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  })

  it('error-tag leaves an error without a tag, and a document with its own', async () => {
    const order = framework === 'fastify' ? [] : ["app.get('/orders/1', (req, res) => res.json({}))"]
    const url = await serve(framework, ...order, codeOf(framework, 'error-tag'))
    const [missing, there] = [await fetch(new URL('/orders/2', url)), await fetch(url)]
    expect([missing.status, missing.headers.get('etag'), there.status, typeof there.headers.get('etag')]).toEqual([404, null, 200, 'string'])
    expect(await missing.json()).toMatchObject({ [framework === 'express' ? 'status' : 'statusCode']: 404 })
  })

  it('head gives HEAD the headers of GET', async () => {
    const head = codeOf(framework, 'head')
    const url = await serve(framework, framework === 'express' ? head : `${head.replace('const app', 'const made')}\n${codeOf('fastify', 'nodes')}`)
    const [get, answer] = [await fetch(url), await fetch(url, { method: 'HEAD' })]
    expect(Object.fromEntries(answer.headers)).toMatchObject({ etag: '"v1"', 'content-length': get.headers.get('content-length') })
  })
})

describe('every topic', () => {
  it.each(mendTopics)('%s has code for Express and Fastify, no line of it wider than a page', (topic) => {
    expect(snippets(topic).map((each) => each.for)).toEqual(expect.arrayContaining(['express', 'fastify']))
    for (const { code } of snippets(topic)) {
      expect(code.split('\n').filter((line) => line.length > 80)).toEqual([])
      expect(code).not.toMatch(/\s$/)
    }
  })

  it.each(['express', 'fastify'] as const)('is JavaScript for %s', (framework) => {
    expect(mendTopics.map((topic) => typeof compileSnippet(codeOf(framework, topic)))).toEqual(mendTopics.map(() => 'function'))
  })

  it.each(mendTopics)('%s has blocks for nginx that are closed, and directives that end', (topic) => {
    const lines = codeOf('nginx', topic).split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
    expect(lines.filter((line) => !/[;{}]$/.test(line))).toEqual([])
    expect(lines.filter((line) => line.endsWith('{'))).toHaveLength(lines.filter((line) => line === '}').length)
  })
})
