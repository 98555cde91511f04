import { expect, it } from 'vitest'
import { setHeaders } from '../../broken/change-read.ts'
import { startServer } from '../../broken/correct-server.ts'
import { openSession } from '../../session.ts'
import { setCookieShared } from './set-cookie-shared.ts'

it.each([
  ['no-cache', 'passed'],
  ['max-age=60', 'passed'],
  ['no-cache, must-revalidate', 'findings'],
  ['public, no-cache', 'findings'],
])('a cookie in the answer to a request with Authorization that says %s: %s', async (cacheControl, kind) => {
  const server = await startServer(setHeaders({ 'set-cookie': 'sid=1', 'cache-control': cacheControl }))
  const headers = [['Authorization', 'Bearer hunter2hunter2']] as const
  const session = await openSession({ url: server.url, headers, signal: new AbortController().signal })
  try {
    expect((await setCookieShared.run(session.probe)).kind).toBe(kind)
  } finally {
    session.close()
    await server.close()
  }
})
