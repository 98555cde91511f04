import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import fastifyEtag from '@fastify/etag'
import express from 'express'
import stringify from 'fast-json-stable-stringify'
import fastify from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { request as rawRequest } from '../../servers/testing/raw-http.ts'
import { probeAll } from './fixtures/probe-all.ts'
import { snippets } from './mends.ts'
import type { MendTopic } from './mends/topic.ts'

const topics: readonly MendTopic[] = [
  'no-validator',
  'weak-compare',
  'if-match',
  'precondition-required',
  'atomic-write',
  'vary',
  'cache-control',
  'compression',
  'nodes',
  'drift',
  'last-modified',
  'not-modified-headers',
  'head',
  'error-tag',
]

type Framework = 'express' | 'fastify'
type Compile = (...names: string[]) => (...values: unknown[]) => Promise<void>

const compile = Object.getPrototypeOf(async () => {}).constructor as Compile
const closings: (() => void)[] = []

afterEach(() => {
  for (const close of closings.splice(0)) close()
})

function codeOf(framework: Framework | 'nginx', topic: MendTopic): string {
  return snippets(topic).find((each) => each.for === framework)?.code ?? ''
}

/** What the snippets are given: one order in SQLite. */
function openOrders() {
  const db = new DatabaseSync(':memory:')
  closings.push(() => db.close())
  db.exec('CREATE TABLE orders (id TEXT PRIMARY KEY, version INTEGER, updatedAtMs INTEGER, content TEXT) STRICT')
  const content = { note: 'leave at the door', id: '1', total: 1999, serverTime: 0 }
  db.prepare('INSERT INTO orders VALUES (?, ?, ?, ?)').run('1', 1, Date.UTC(2024, 4, 23), JSON.stringify(content))
  return {
    db,
    orders: {
      find(id: string) {
        const row = db.prepare('SELECT version, updatedAtMs, content FROM orders WHERE id = ?').get(id)
        return row && { ...row, content: JSON.parse(String(row['content'])) as unknown }
      },
    },
  }
}

/** Runs the snippets in the order given, in a fresh application; imports are handed in instead. */
async function serve(framework: Framework, ...codes: readonly string[]): Promise<URL> {
  const { db, orders } = openOrders()
  const code = codes.map((each) => `{\n${each.replaceAll(/^import .*$/gm, '')}\n}`).join('\n')
  const run = async (app: unknown) => compile('app', 'orders', 'db', 'express', 'fastify', 'stringify', 'fastifyEtag', code)(app, orders, db, express, fastify, stringify, fastifyEtag)
  if (framework === 'express') {
    const app = express()
    await run(app)
    return listen(app)
  }
  const app = fastify()
  await run(app)
  await app.ready()
  return listen((request, response) => app.routing(request, response))
}

async function listen(listener: RequestListener): Promise<URL> {
  const server = createServer(listener)
  closings.push(() => {
    server.close()
    server.closeAllConnections()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/orders/1`)
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

  it.each(['no-validator', 'not-modified-headers'] as const)('%s answers 304 with the headers of the 200', async (topic) => {
    const url = await serve(framework, codeOf(framework, topic))
    const [full, revalidated] = [
      await rawRequest(Number(url.port), url.pathname),
      await rawRequest(Number(url.port), url.pathname, { headers: [['If-None-Match', '"v0", W/"v1"']] }),
    ]
    expect([full.status, revalidated.status, revalidated.body]).toEqual([200, 304, ''])
    for (const name of ['etag', 'cache-control', 'vary']) expect(revalidated.headers[name]).toBe(full.headers[name])
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
    const [app, json, request, reply] = framework === 'express' ? ['app', ', express.json()', 'req', 'res'] : ['app', '', 'request', 'reply']
    const read = 'const order = { version: 1 }'
    const url = await serve(framework, `${app}.put('/orders/:id'${json}, async (${request}, ${reply}) => { ${read}\n${codeOf(framework, 'atomic-write')} })`)
    const put = async () => fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' })
    const answers = await Promise.all([put(), put()])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 412])
    expect(answers.find(({ status }) => status === 204)?.headers.get('etag')).toBe('"v2"')
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
    const plugIn = framework === 'fastify' ? 'await app.register(fastifyEtag)' : ''
    const order = framework === 'fastify' ? "app.get('/orders/1', async () => ({}))" : "app.get('/orders/1', (req, res) => res.json({}))"
    const url = await serve(framework, plugIn, order, codeOf(framework, 'error-tag'))
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
  it.each(topics)('%s has code for Express and Fastify, no line of it wider than a page', (topic) => {
    expect(snippets(topic).map((each) => each.for)).toEqual(expect.arrayContaining(['express', 'fastify']))
    for (const { code } of snippets(topic)) {
      expect(code.split('\n').filter((line) => line.length > 80)).toEqual([])
      expect(code).not.toMatch(/\s$/)
    }
  })

  it.each(['express', 'fastify'] as const)('is JavaScript for %s', (framework) => {
    const compileTopic = (topic: MendTopic) => typeof compile(`{\n${codeOf(framework, topic).replaceAll(/^import .*$/gm, '')}\n}`)
    expect(topics.map(compileTopic)).toEqual(topics.map(() => 'function'))
  })

  it.each(topics)('%s has blocks for nginx that are closed, and directives that end', (topic) => {
    const lines = codeOf('nginx', topic).split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
    expect(lines.filter((line) => !/[;{}]$/.test(line))).toEqual([])
    expect(lines.filter((line) => line.endsWith('{'))).toHaveLength(lines.filter((line) => line === '}').length)
  })
})
