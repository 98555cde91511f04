import { formatHttpDate } from '../http/http-date.ts'
import { withWrite } from './altered-store.ts'
import type { Fault } from './fault.ts'

const writesBefore = 20
const stepMs = 3_600_000

export const clockStepsBack: Fault = {
  name: 'clock-steps-back',
  summary: `sets its clock back by an hour after ${writesBefore} writes: times of change, Last-Modified and Date`,
  plant() {
    let writes = 0
    return {
      alterStore: store =>
        withWrite(store, (id, decide) => {
          const row = store.write(id, decide)
          if (row !== undefined) writes += 1
          if (row !== undefined && writes === writesBefore) setClockBack()
          return row
        }),
      alterApp(app) {
        // Answers without validators would get Node's own Date, which does not ask this clock.
        app.addHook('onSend', (_request, reply, payload, done) => {
          reply.header('date', formatHttpDate(Date.now()))
          done(null, payload)
        })
      },
    }
  },
}

/** For the whole process, which serves nothing else. */
function setClockBack(): void {
  const trueNow = Date.now
  Date.now = () => trueNow() - stepMs
}
