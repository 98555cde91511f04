import { intercept, replacePreconditions } from './document-request.ts'
import { everyNth } from './every-nth.ts'
import type { Fault } from './fault.ts'

export const wrongResponse: Fault = {
  name: 'wrong-response',
  summary: 'answers every 10th revalidation with another, edited document, as a server does that mixes up two requests',
  plant() {
    const isWrong = everyNth(10)
    return {
      alterApp(app, parts) {
        intercept(app, parts, ({ id, request, isConditional, decide }, goOn) => {
          const otherId = id === '1' ? '2' : '1'
          // Untouched documents hold the same edit id, and a client that was misled before may hold the other one still.
          const canTell = (parts.store.peek(otherId)?.version ?? 1) > 1 && decide(otherId) === 'proceed'
          if (request.method === 'GET' && isConditional && canTell && isWrong()) {
            replacePreconditions(request)
            request.params = { id: otherId }
          }
          goOn()
        })
      },
    }
  },
}
