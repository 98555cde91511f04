import { everyNth } from './every-nth.ts'
import { conditionsOf } from '../app.ts'
import type { Fault } from './fault.ts'

export const unknownEditId: Fault = {
  name: 'unknown-edit-id',
  summary: 'sends with every 10th 200 to a revalidation an edit id that nobody wrote',
  plant() {
    const isUnknown = everyNth(10)
    let made = 0
    const nextUnknownId = () => `zzzy${(made += 1).toString(36).padStart(8, '0')}`
    return {
      alterApp(app) {
        app.addHook('onSend', (request, reply, payload, done) => {
          const isRevalidated = request.method === 'GET' && conditionsOf(request) !== undefined && reply.statusCode === 200
          // A content that is coded is left alone.
          const isPlain = Buffer.isBuffer(payload) && !reply.hasHeader('content-encoding')
          if (isRevalidated && isPlain && isUnknown()) done(null, withEditId(payload, nextUnknownId()))
          else done(null, payload)
        })
      },
    }
  },
}

/** As long as before. */
function withEditId(content: Buffer, editId: string): Buffer {
  return Buffer.from(content.toString().replace(/("edit":\{"id":")[0-9a-z]{12}"/, `$1${editId}"`))
}
