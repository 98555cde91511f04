import { intercept, replacePreconditions } from './document-request.ts'
import { everyNth } from './every-nth.ts'
import type { Fault } from './fault.ts'

export const uselessOk: Fault = {
  name: 'useless-ok',
  summary: 'answers 200 to every 10th revalidation of a document that has not changed',
  plant() {
    const isUseless = everyNth(10)
    return {
      alterApp(app, parts) {
        intercept(app, parts, ({ request, isConditional, decide }, goOn) => {
          if (isConditional && decide() === 'not-modified' && isUseless()) replacePreconditions(request)
          goOn()
        })
      },
    }
  },
}
