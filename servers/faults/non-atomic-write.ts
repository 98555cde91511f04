import { intercept, replacePreconditions } from './document-request.ts'
import type { Fault } from './fault.ts'

/** As long as a round trip to a database takes. */
const betweenMs = 2

export const nonAtomicWrite: Fault = {
  name: 'non-atomic-write',
  summary: `checks a write's precondition, turns to others for ${betweenMs} ms, and then writes: two writes can pass one check`,
  plant: () => ({
    alterApp(app, parts) {
      intercept(app, parts, ({ request, isConditional, decide }, goOn) => {
        if (request.method !== 'PUT' || !isConditional || decide() !== 'proceed') {
          goOn()
          return
        }
        setTimeout(() => {
          replacePreconditions(request, '*')
          goOn()
        }, betweenMs)
      })
    },
  }),
}
