import { everyNth } from './every-nth.ts'
import type { Fault } from './fault.ts'

export const foreignTag: Fault = {
  name: 'foreign-tag',
  summary: 'names in every 10th 304 a strong tag that the client did not send',
  plant() {
    const isForeign = everyNth(10)
    return {
      alterApp(app) {
        app.addHook('onSend', (_request, reply, payload, done) => {
          if (reply.statusCode === 304 && isForeign()) reply.header('etag', '"of-another-representation"')
          done(null, payload)
        })
      },
    }
  },
}
