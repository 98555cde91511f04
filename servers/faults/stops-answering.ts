import type { Fault } from './fault.ts'

const answers = 100

export const stopsAnswering: Fault = {
  name: 'stops-answering',
  summary: `answers ${answers} requests and then takes them without an answer`,
  plant() {
    let requests = 0
    return {
      alterApp(app) {
        app.addHook('onRequest', (_request, _reply, done) => {
          requests += 1
          if (requests <= answers) done()
        })
      },
    }
  },
}
