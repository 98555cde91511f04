import { createReplace } from '../replacement.ts'
import { createRepresentations } from '../representations.ts'
import { contentOf, intercept } from './document-request.ts'
import { everyNth } from './every-nth.ts'
import type { Fault } from './fault.ts'

export const closesMidResponse: Fault = {
  name: 'closes-mid-response',
  summary: 'of every 10th 200 to a revalidation, and of every 10th answer to a guarded write that it made, sends half and closes',
  plant() {
    const isHalfRead = everyNth(10)
    const isHalfWritten = everyNth(10)
    return {
      alterApp(app, parts) {
        const { store, strategy, drift } = parts
        const replace = createReplace(store, strategy, createRepresentations(store, strategy, drift), drift)
        intercept(app, parts, ({ id, request, reply, isConditional, decide, represent }, goOn) => {
          const { socket } = request.raw
          const isAccepted = isConditional && decide() === 'proceed'
          if (isAccepted && request.method === 'GET' && isHalfRead()) {
            const { content } = represent()
            reply.hijack()
            reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': content.length })
            reply.raw.write(content.subarray(0, content.length / 2), () => socket.destroy())
          } else if (isAccepted && request.method === 'PUT' && isHalfWritten()) {
            replace(id, contentOf(request), { method: 'PUT', ifMatch: '*' })
            reply.hijack()
            socket.write('HTTP/1.1 204 No Con', () => socket.destroy())
          } else {
            goOn()
          }
        })
      },
    }
  },
}
