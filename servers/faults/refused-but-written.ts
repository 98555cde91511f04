import { createReplace } from '../replacement.ts'
import { createRepresentations } from '../representations.ts'
import { contentOf, intercept } from './document-request.ts'
import { everyNth } from './every-nth.ts'
import type { Fault } from './fault.ts'

export const refusedButWritten: Fault = {
  name: 'refused-but-written',
  summary: 'stores every 5th write that it answers with 412',
  plant() {
    const isWritten = everyNth(5)
    return {
      alterApp(app, parts) {
        const { store, strategy, drift } = parts
        const replace = createReplace(store, strategy, createRepresentations(store, strategy, drift), drift)
        intercept(app, parts, ({ id, request, decide }, goOn) => {
          if (request.method === 'PUT' && decide() === 'precondition-failed' && isWritten()) {
            replace(id, contentOf(request), { method: 'PUT', ifMatch: '*' })
          }
          // Its precondition does not hold now either.
          goOn()
        })
      },
    }
  },
}
