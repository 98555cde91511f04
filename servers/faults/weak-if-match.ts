import type { Fault } from './fault.ts'

export const weakIfMatch: Fault = {
  name: 'weak-if-match',
  summary: 'compares If-Match weakly: W/"v1" satisfies it where "v1" is current (against RFC 9110 §13.1.1)',
  plant: () => ({
    alterApp(app) {
      app.addHook('onRequest', (request, _reply, done) => {
        const ifMatch = request.headers['if-match']
        if (ifMatch !== undefined) request.headers['if-match'] = ifMatch.replaceAll('W/"', '"')
        done()
      })
    },
  }),
}
