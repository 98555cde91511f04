import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { pollChanging } from '../../scenarios/poll-changing.ts'
import version from '../../servers/strategies/version.ts'
import { startApp } from '../../servers/testing/start-app.ts'
import { createRandom } from '../stats/random.ts'
import { acceptHeaders, decodeContent, decodeResponse } from './content-coding.ts'
import type { Observation } from './observation.ts'
import { LocalServers } from './relay-fixture.ts'
import { saturate } from './saturate.ts'
import { runScript } from './users.ts'

const servers = new LocalServers()
afterEach(() => servers.closeAll())

describe('a content', () => {
  const text = Buffer.from('{"name":"Zoë"}')

  it('is asked for in gzip by name, in identity by silence', () => {
    expect(acceptHeaders('gzip')).toEqual({ 'accept-encoding': 'gzip' })
    expect(acceptHeaders('identity')).toEqual({})
  })

  it('in gzip is decoded, any other stays as it is', () => {
    expect(decodeContent(gzipSync(text), 'gzip')).toEqual(text)
    expect(decodeContent(text, undefined)).toBe(text)
    const response = { status: 200, headers: { 'content-encoding': 'gzip', etag: '"v1-gzip"' }, body: gzipSync(text) }
    expect(decodeResponse(response)).toEqual({ ...response, body: text })
    expect(decodeResponse({ ...response, headers: {} })).toEqual({ ...response, headers: {} })
  })

  it('that is not the gzip it is said to be stays as it is: no document can be read in it', () => {
    const broken = gzipSync(text).subarray(0, 12)
    expect(decodeContent(broken, 'gzip')).toBe(broken)
  })
})

describe('bytes of a server that compresses are those that a TCP relay counts', () => {
  /** A server of `version` behind a relay, gone after `use`. */
  async function behindRelay<T>(use: (origin: string) => Promise<T>) {
    const app = await startApp(version, undefined, 'gzip')
    try {
      const relay = await servers.relay(`http://127.0.0.1:${app.port}`)
      return { result: await use(relay.origin), counts: relay.counts }
    } finally {
      await app.close()
    }
  }

  it.each([
    ['saturated 200s', {}, '200'],
    ['saturated 304s', { 'if-none-match': '"v1-gzip"' }, '304'],
  ])('%s', async (_what, headers, status) => {
    const script = { kind: 'static', request: { method: 'GET', path: '/orders/1', headers: { ...headers, ...acceptHeaders('gzip') } } } as const
    const { result, counts } = await behindRelay((origin) => saturate({ origin, scripts: [script, script], requests: 40, timeoutSeconds: 10 }))
    expect(result).toMatchObject({ requests: 40, statuses: { [status]: 40 }, errors: 0 })
    expect({ toServer: result.sentBytes, toClient: result.receivedBytes, connections: 2 }).toEqual(counts)
    expect(result.receivedBytes / 40).toBeLessThan(1000)
  })

  it('polls and edits of virtual users, who read what they asked for', async () => {
    const observations: Observation[] = []
    const { counts } = await behindRelay((origin) => runScript({
      scenario: pollChanging,
      settings: { ...pollChanging.defaults, users: 2, polls: 20, changedFraction: 0.5 },
      origin,
      connections: 2,
      encoding: 'gzip',
      seedRandom: (index) => createRandom(1).fork(`user ${index}`).next,
      requestTimeoutMs: 5_000,
      record: (observation) => observations.push(observation),
    }))
    const sum = (of: (observation: Observation) => number) => observations.reduce((total, each) => total + of(each), 0)
    expect({ toServer: sum(({ sentBytes }) => sentBytes), toClient: sum(({ receivedBytes }) => receivedBytes), connections: 2 }).toEqual(counts)
    const fetched = observations.filter(({ outcome }) => outcome === 'fetched')
    expect(fetched.length).toBeGreaterThan(5)
    expect(fetched.filter(({ readEditId, receivedBytes }) => readEditId === undefined || receivedBytes > 1000)).toEqual([])
    expect(observations.filter(({ outcome }) => outcome === 'not-modified').length).toBeGreaterThan(5)
  })
})
