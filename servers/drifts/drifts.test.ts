import { afterEach, describe, expect, it } from 'vitest'
import { serverCommand } from '../index.ts'
import { sendingSerialiser, storingSerialiser } from '../serialisation.ts'
import sha256 from '../strategies/sha256.ts'
import sha256Canonical from '../strategies/sha256-canonical.ts'
import { strategies } from '../strategies/index.ts'
import type { Strategy } from '../strategies/strategy.ts'
import version from '../strategies/version.ts'
import { request } from '../testing/raw-http.ts'
import type { RawResponse } from '../testing/raw-http.ts'
import { startApp } from '../testing/start-app.ts'
import type { StartedApp } from '../testing/start-app.ts'
import { runToEnd, startProcess } from '../testing/start-process.ts'
import type { Drift } from './drift.ts'
import { drifts } from './index.ts'
import { keyOrder } from './key-order.ts'
import { serverTime } from './server-time.ts'

const timePattern = /,"serverTime":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"\}$/

let app: StartedApp | undefined
afterEach(async () => {
  await app?.close()
  app = undefined
})

async function start(strategy: Strategy, drift: Drift) {
  app = await startApp(strategy, drift)
  const { port } = app
  const get = (headers: readonly (readonly [string, string])[] = []) => request(port, '/orders/1', { headers })
  const put = (body: string, headers: readonly (readonly [string, string])[]) =>
    request(port, '/orders/1', { method: 'PUT', headers: [['Content-Type', 'application/json'], ...headers], body })
  return { get, put }
}

const edited = ({ body }: RawResponse) => body.replace('"tally":1000000', '"tally":1000001')

describe('a server whose contents drift', () => {
  it('sends the time, and nothing else differs from one answer to the next: server-time', async () => {
    const { get } = await start(version, serverTime)
    const [first, second] = [await get(), await get()]
    expect(first.body).toMatch(timePattern)
    expect(first.body).not.toBe(second.body)
    expect(first.body.replace(timePattern, '')).toBe(second.body.replace(timePattern, ''))
    expect(first.headers['content-length']).toBe(second.headers['content-length'])
  })

  it('sends the same members in another order, at every level: key-order', async () => {
    const { get } = await start(version, keyOrder)
    const bodies = []
    for (let nth = 0; nth < 20; nth += 1) bodies.push((await get()).body)
    expect(new Set(bodies).size).toBe(20)
    expect(new Set(bodies.map(body => Buffer.byteLength(body)))).toEqual(new Set([1000]))
    for (const body of bodies) expect(JSON.parse(body)).toEqual(JSON.parse(bodies[0] ?? ''))
    expect(bodies.some(body => body.includes('{"tally":1000000,"id":'))).toBe(true)
  })

  it.each(strategies.filter(({ needs }) => needs !== 'nothing').map(strategy => ({ name: strategy.name, strategy })))(
    'is told apart from an edited one by $name only where that sees the content as sent',
    async ({ name, strategy }) => {
      const revalidate = async (drift: Drift) => {
        const { get } = await start(strategy, drift)
        const { headers } = await get()
        const { etag, 'last-modified': lastModified = '' } = headers
        const { status } = await get([etag === undefined ? ['If-Modified-Since', lastModified] : ['If-None-Match', etag]])
        await app?.close()
        app = undefined
        return status
      }
      const expected = strategy.needs !== 'content' ? [304, 304] : name.endsWith('-canonical') ? [200, 304] : [200, 200]
      expect([await revalidate(serverTime), await revalidate(keyOrder)]).toEqual(expected)
    },
  )

  it.each(drifts.map(drift => ({ name: drift.name, drift })))(
    'takes an edit of what it sent, answers it without a validator, and stores none of the drift: $name',
    async ({ drift }) => {
      const { get, put } = await start(version, drift)
      for (const tag of ['"v1"', '"v2"', '"v3"']) {
        const before = await get()
        expect(before.headers['etag']).toBe(tag)
        const answer = await put(edited(before), [['If-Match', tag]])
        expect([answer.status, answer.headers['etag']]).toEqual([204, undefined])
      }
      const after = await get()
      const members = Object.keys(JSON.parse(after.body) as object)
      expect(after.body).toContain('"tally":1000001')
      expect(after.body.match(/serverTime/g) ?? []).toHaveLength(drift === serverTime ? 1 : 0)
      expect(new Set(members).size).toBe(members.length)
      expect(Buffer.byteLength(after.body)).toBe(drift === serverTime ? 1043 : 1000)
    },
  )

  it('refuses each guarded write where the tag is made of the time: what the editor read is never current again', async () => {
    const { get, put } = await start(sha256, serverTime)
    const before = await get()
    expect((await put(edited(before), [['If-Match', before.headers['etag'] ?? '']])).status).toBe(412)
    expect((await get()).body).toContain('"tally":1000000')
  })

  it('sends a content that is no object as it is', async () => {
    const { get, put } = await start(version, serverTime)
    await put('[1,{"serverTime":"mine"}]', [['If-Match', '*']])
    expect((await get()).body).toBe('[1,{"serverTime":"mine"}]')
  })
})

describe('--drift', () => {
  it('is a flag of main.ts', async () => {
    const server = await startProcess([...serverCommand('none').args, '--size', '300B', '--drift', 'server-time'])
    const { body } = await request(server.port, '/orders/1')
    await server.stop()
    expect(body).toMatch(timePattern)
  })

  it('ends main.ts with 2 and one sentence where there is no such drift', async () => {
    const { code, stderr } = await runToEnd([...serverCommand('none').args, '--drift', 'key-oder'])
    expect([code, stderr]).toEqual([2, 'unknown drift "key-oder": did you mean "key-order"? There are server-time and key-order\n'])
  })

  it('adds nothing to the measured path of a server that is started without it', () => {
    const { serialise } = sha256Canonical
    expect(sendingSerialiser(sha256Canonical, undefined)).toBe(serialise)
    expect(storingSerialiser(sha256Canonical, undefined)).toBe(serialise)
  })
})
