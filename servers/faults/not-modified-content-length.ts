import { intercept } from './document-request.ts'
import type { Fault } from './fault.ts'

export const notModifiedContentLength: Fault = {
  name: 'not-modified-content-length',
  summary: 'sends with every 304 the Content-Length of the 200, and no content',
  plant: () => ({
    alterApp(app, parts) {
      intercept(app, parts, ({ request, reply, isConditional, decide, represent }, goOn) => {
        const isNotModified = request.method === 'GET' && isConditional && decide() === 'not-modified'
        if (isNotModified) reply.header('content-length', represent().content.length)
        goOn()
      })
    },
  }),
}
