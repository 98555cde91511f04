import { intercept } from './document-request.ts'
import { everyNth } from './every-nth.ts'
import type { Fault } from './fault.ts'

export const staleNotModified: Fault = {
  name: 'stale-not-modified',
  summary: 'answers 304 to every 5th revalidation of a document that has changed',
  plant() {
    const isStale = everyNth(5)
    return {
      alterApp(app, parts) {
        intercept(app, parts, ({ request, reply, isConditional, decide }, goOn) => {
          const { 'if-none-match': etag, 'if-modified-since': lastModified } = request.headers
          if (request.method !== 'GET' || !isConditional || decide() !== 'proceed' || !isStale()) {
            goOn()
            return
          }
          // As a cache that does not know of the change: what the client named is still current.
          if (etag !== undefined) reply.header('etag', etag)
          if (lastModified !== undefined) reply.header('last-modified', lastModified)
          reply.code(304).header('cache-control', 'private, no-cache').send()
        })
      },
    }
  },
}
