import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { createDateSource } from './http/http-date.ts'
import { UsageError } from './options.ts'
import { listenOnLoopback, runServer } from './run-server.ts'
import { stores } from './stores/index.ts'

// Bare node:http, no routes and no framework: what no strategy can go below on this machine.

await runServer(['kind'], ({ documents, own }) => {
  const kind = own['kind'] ?? 'constant'
  if (kind !== 'constant' && kind !== 'narrow') throw new UsageError(`--kind must be constant or narrow, not "${kind}"`)
  const contents = new Map(documents.values().map(({ id, value }) => [id, JSON.stringify(value)]))
  const answers = new Map(contents.entries().map(([id, content]) => [id, Buffer.from(content)]))
  const store =
    kind === 'narrow'
      ? stores[0].open({ documents: contents.entries().map(([id, content]) => ({ id, content, digest: '' })) })
      : undefined
  const date = createDateSource(() => Date.now())

  /** `constant` answers 304 to any If-None-Match; `narrow` reads what strategy version reads, and compares one tag. */
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const id = (request.url ?? '').slice('/orders/'.length)
    const ifNoneMatch = request.headers['if-none-match']
    const row = store?.peek(id)
    const etag = row === undefined ? '"v1"' : `"v${row.version}"`
    if (store === undefined ? ifNoneMatch !== undefined : ifNoneMatch === etag) {
      response.writeHead(304, { etag, 'cache-control': 'private, no-cache', date: date() }).end()
    } else {
      answer(response, etag, answers.get(id))
    }
  })

  function answer(response: ServerResponse, etag: string, content: Buffer | undefined): void {
    if (content === undefined) {
      response.writeHead(404).end()
      return
    }
    const headers = { etag, 'cache-control': 'private, no-cache', date: date(), 'content-type': 'application/json' }
    response.writeHead(200, { ...headers, 'content-length': content.length }).end(content)
  }

  return { listen: port => listenOnLoopback(server, port), release: () => store?.close() }
})
