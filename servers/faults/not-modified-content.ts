import { formatHttpDate } from '../http/http-date.ts'
import { intercept } from './document-request.ts'
import { everyNth } from './every-nth.ts'
import type { Fault } from './fault.ts'

export const notModifiedContent: Fault = {
  name: 'not-modified-content',
  summary: 'sends with every 304 the content of the 200, every other time announced by its Content-Length',
  plant() {
    const isAnnounced = everyNth(2)
    return {
      alterApp(app, parts) {
        intercept(app, parts, ({ request, reply, isConditional, decide, represent }, goOn) => {
          if (request.method !== 'GET' || !isConditional || decide() !== 'not-modified') {
            goOn()
            return
          }
          const { validators: { etag, lastModifiedMs }, content } = represent()
          const { socket } = request.raw
          reply.hijack()
          // Head and content leave together. Node itself would keep the content back (RFC 9110 §15.4.5), so it gets none.
          socket.cork()
          reply.raw.writeHead(304, {
            'cache-control': 'private, no-cache',
            ...(etag !== undefined && { etag }),
            ...(lastModifiedMs !== undefined && { 'last-modified': formatHttpDate(lastModifiedMs) }),
            ...(isAnnounced() && { 'content-length': content.length }),
          })
          reply.raw.flushHeaders()
          socket.write(content)
          reply.raw.end()
        })
      },
    }
  },
}
