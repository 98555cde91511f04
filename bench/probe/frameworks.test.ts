import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { exchange } from '../../servers/testing/raw-http.ts'
import { frameworkServers } from './fixtures/framework-servers.ts'
import type { FrameworkServer } from './fixtures/framework-servers.ts'
import { probeAll } from './fixtures/probe-all.ts'
import type { Finding } from './finding.ts'

// koa-etag announces on the console that it will be replaced.
beforeAll(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))
afterAll(() => void vi.restoreAllMocks())

let server: FrameworkServer | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

async function start(name: keyof typeof frameworkServers): Promise<FrameworkServer> {
  server = await frameworkServers[name]()
  return server
}

function listed(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ severity, id }) => `${severity} ${id}`)
}

/** None of the four looks at preconditions of a PUT. */
const unguarded = ['error if-match-honoured', 'warning unconditional-write', 'error if-none-match-star-write']

describe('the findings on default settings', () => {
  it.each([
    ['Express 5', ['note if-none-match-list-tab', ...unguarded]],
    [
      '@fastify/etag',
      [
        'error if-none-match-list',
        'error if-none-match-star',
        'error if-none-match-several-lines',
        'error not-modified-content-length',
        'note tag-on-error',
        'error tag-on-error-not-modified',
        ...unguarded,
        'error not-modified-to-put',
      ],
    ],
    [
      'koa-etag and koa-conditional-get',
      ['note if-none-match-list-tab', 'error if-modified-since-beside-if-none-match-overrules', ...unguarded],
    ],
    ['etag of Hono', unguarded],
  ] as const)('of %s are %j, and the order is left as it was', async (name, expected) => {
    const { url, order } = await start(name)
    const before = order()
    const { findings, restored } = await probeAll(url)
    expect(listed(findings)).toEqual(expected)
    expect([order(), restored]).toEqual([before, 'the resource is as it was: GET gives the same 87 bytes as before'])
  })
})

const expressTag = 'W/"57-LhmV6qqjI70Preqqx+EIT/znnLw"'
const fastifyTag = '"LhmV6qqjI70Preqqx+EIT/znnLw="'
const koaTag = '"57-LhmV6qqjI70Preqqx+EIT/znnLw"'
const honoTag = '"2e1995eaaaa323bd0fadeaaac7e1084ffce79cbc"'
const put = ['Content-Type: application/json', 'Content-Length: 2'] as const

/** Each finding again without the probe: what is sent, and the head of what a correct server would not answer. */
describe('on a raw socket', () => {
  it.each([
    ['Express 5', 'GET', [`If-None-Match: ${expressTag}`], /^HTTP\/1.1 304 /],
    ['Express 5', 'GET', [`If-None-Match: "a", ${expressTag}`], /^HTTP\/1.1 304 /],
    ['Express 5', 'GET', [`If-None-Match: "a",\t${expressTag}\t, "b"`], /^HTTP\/1.1 200 /],
    ['Express 5', 'PUT', [...put, 'If-Match: "outdated"'], /^HTTP\/1.1 200 /],
    ['Express 5', 'PUT', put, /^HTTP\/1.1 200 /],
    ['Express 5', 'PUT', [...put, 'If-None-Match: *'], /^HTTP\/1.1 200 /],

    ['@fastify/etag', 'GET', [`If-None-Match: ${fastifyTag}`], /^HTTP\/1.1 304 [^]*\r\ncontent-length: 0\r\n/],
    ['@fastify/etag', 'GET', [`If-None-Match: "a", ${fastifyTag}`], /^HTTP\/1.1 200 /],
    ['@fastify/etag', 'GET', ['If-None-Match: "a"', `If-None-Match: ${fastifyTag}`], /^HTTP\/1.1 200 /],
    ['@fastify/etag', 'GET', ['If-None-Match: *'], /^HTTP\/1.1 200 /],
    ['@fastify/etag', 'GET /orders/2', [], /^HTTP\/1.1 404 [^]*\r\netag: "/],
    ['@fastify/etag', 'GET /orders/2', ['If-None-Match: "DieQFK5BZ/3gBhENgCpID4MTXiQ="'], /^HTTP\/1.1 304 /],
    ['@fastify/etag', 'PUT', [...put, 'If-Match: "outdated"'], /^HTTP\/1.1 200 /],
    ['@fastify/etag', 'PUT', put, /^HTTP\/1.1 200 /],
    ['@fastify/etag', 'PUT', [...put, 'If-None-Match: *'], /^HTTP\/1.1 200 /],
    ['@fastify/etag', 'PUT', [...put, 'If-None-Match: "vyGp6PvFo4RvsFtPoIWeCReyIC8="'], /^HTTP\/1.1 304 /],

    ['koa-etag and koa-conditional-get', 'GET', [`If-None-Match: ${koaTag}`], /^HTTP\/1.1 304 /],
    ['koa-etag and koa-conditional-get', 'GET', [`If-None-Match: "a",\t${koaTag}\t, "b"`], /^HTTP\/1.1 200 /],
    [
      'koa-etag and koa-conditional-get',
      'GET',
      [`If-None-Match: ${koaTag}`, 'If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT'],
      /^HTTP\/1.1 200 /,
    ],
    ['koa-etag and koa-conditional-get', 'PUT', [...put, 'If-Match: "outdated"'], /^HTTP\/1.1 200 /],
    ['koa-etag and koa-conditional-get', 'PUT', put, /^HTTP\/1.1 200 /],
    ['koa-etag and koa-conditional-get', 'PUT', [...put, 'If-None-Match: *'], /^HTTP\/1.1 200 /],

    ['etag of Hono', 'GET', [`If-None-Match: "a",\t${honoTag}\t, "b"`], /^HTTP\/1.1 304 /],
    ['etag of Hono', 'PUT', [...put, 'If-Match: "outdated"'], /^HTTP\/1.1 200 /],
    ['etag of Hono', 'PUT', put, /^HTTP\/1.1 200 /],
    ['etag of Hono', 'PUT', [...put, 'If-None-Match: *'], /^HTTP\/1.1 200 /],
  ] as const)('%s answers %s with %j: %s', async (name, methodAndPath, lines, expected) => {
    const { url } = await start(name)
    const [method, path = '/orders/1'] = methodAndPath.split(' ')
    const head = [`${method} ${path} HTTP/1.1`, 'Host: test', 'Connection: close', ...lines].join('\r\n')
    const answer = await exchange(Number(url.port), Buffer.from(`${head}\r\n\r\n${method === 'PUT' ? '{}' : ''}`, 'latin1'))
    expect(answer.toString('latin1')).toMatch(expected)
  })
})
