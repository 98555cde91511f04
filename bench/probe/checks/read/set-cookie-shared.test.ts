import { expect, it } from 'vitest'
import { setHeaders } from '../../broken/change-read.ts'
import { startServer } from '../../broken/correct-server.ts'
import { openSession } from '../../session.ts'
import type { SessionOptions } from '../../session.ts'
import { setCookieShared } from './set-cookie-shared.ts'

const bearer = [['Authorization', 'Bearer hunter2hunter2']] as const

async function verdictOn(cacheControl: string, headers: SessionOptions['headers'] = []): Promise<string> {
  const server = await startServer(setHeaders({ 'set-cookie': 'sid=1', 'cache-control': cacheControl }))
  const session = await openSession({ url: server.url, headers, signal: new AbortController().signal })
  try {
    return (await setCookieShared.run(session.probe)).kind
  } finally {
    session.close()
    await server.close()
  }
}

it.each([
  ['max-age=60', 'findings'],
  ['s-maxage=60', 'findings'],
  ['max-age=0', 'passed'],
  ['max-age=60, private', 'passed'],
  ['max-age=60, private="set-cookie"', 'passed'],
  ['public, no-store', 'passed'],
])('a cookie in an answer to everybody that says %s: %s', async (cacheControl, kind) => {
  expect(await verdictOn(cacheControl)).toBe(kind)
})

it.each([
  ['no-cache', 'passed'],
  ['max-age=60', 'passed'],
  ['no-cache, must-revalidate', 'findings'],
  ['public, no-cache', 'findings'],
])('a cookie in the answer to a request with Authorization that says %s: %s', async (cacheControl, kind) => {
  expect(await verdictOn(cacheControl, bearer)).toBe(kind)
})
