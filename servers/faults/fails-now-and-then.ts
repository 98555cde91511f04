import { conditionsOf, sendProblem } from '../app.ts'
import * as problems from '../problems.ts'
import { everyNth } from './every-nth.ts'
import type { Fault } from './fault.ts'

export const failsNowAndThen: Fault = {
  name: 'fails-now-and-then',
  summary: 'answers 500 to every 25th conditional request, and does nothing of what it asks for',
  plant() {
    const fails = everyNth(25)
    return {
      alterApp(app) {
        app.addHook('onRequest', (request, reply, done) => {
          if (conditionsOf(request) !== undefined && fails()) {
            sendProblem(reply, problems.ofError({ message: 'fault fails-now-and-then' }))
          } else {
            done()
          }
        })
      },
    }
  },
}
