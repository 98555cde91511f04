import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { ContentCoding } from '../../servers/http/content-coding.ts'
import { strategies } from '../../servers/strategies/index.ts'
import { startApp } from '../../servers/testing/start-app.ts'
import type { StartedApp } from '../../servers/testing/start-app.ts'
import { monotonicNs } from '../load/clock.ts'
import { Connection } from '../load/connection.ts'
import type { Exchange } from '../load/connection.ts'
import { acceptHeaders } from '../load/content-coding.ts'
import { pollHeaders } from '../trial/document-state.ts'
import { savedWithGzip } from './gzip-saving.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function connect(name: string, encoding: ContentCoding): Promise<(headers: Record<string, string>) => Promise<Exchange>> {
  const app: StartedApp = await startApp(strategies.find((strategy) => strategy.name === name)!, undefined, encoding)
  const connection = await Connection.open({ origin: `http://127.0.0.1:${app.port}`, requestTimeoutMs: 5_000, nowNs: monotonicNs })
  cleanUps.push(() => app.close(), () => connection.close())
  return (headers) => connection.exchange({ method: 'GET', path: '/orders/1', headers: { ...headers, ...acceptHeaders(encoding) } })
}

const bytesOf = ({ sentBytes, receivedBytes }: Exchange) => sentBytes + receivedBytes

/** As the tables count it: a plain GET and its 200 on `none`, less a conditional GET and its 304. */
async function measureSaving(name: string, encoding: ContentCoding) {
  const [getPlain, get] = [await connect('none', encoding), await connect(name, encoding)]
  const plain = await getPlain({})
  const { etag, 'last-modified': lastModified } = (await get({})).response!.headers
  const unchanged = await get(pollHeaders({ etag, lastModified }))
  expect(unchanged.response?.status).toBe(304)
  return { bytesSavedPer304: bytesOf(plain) - bytesOf(unchanged), content: plain.response!.body }
}

describe('savedWithGzip', () => {
  it.each(['version', 'sha256', 'last-modified', 'sha1-weak'])('computes for %s, to the byte, what a server that compresses saves', async (name) => {
    const { bytesSavedPer304, content } = await measureSaving(name, 'identity')
    const compressed = await measureSaving(name, 'gzip')
    const strongTag = strategies.find((strategy) => strategy.name === name)?.strength === 'strong'
    const gzipBytes = gzipSync(content).length
    expect(compressed.content).toHaveLength(gzipBytes)
    expect(savedWithGzip({ bytesSavedPer304, sizeBytes: content.length, gzipBytes, strongTag })).toBe(compressed.bytesSavedPer304)
    expect(String(gzipBytes)).toHaveLength(3)
  })
})
