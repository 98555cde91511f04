import type { Fault } from './fault.ts'

const answers = 100

export const dies: Fault = {
  name: 'dies',
  summary: `answers ${answers} requests and ends with exit code 7 at the next`,
  plant() {
    let requests = 0
    return {
      alterApp(app) {
        app.addHook('onRequest', (_request, _reply, done) => {
          requests += 1
          if (requests > answers) {
            console.error(`fault dies: this was request ${requests}`)
            process.exit(7)
          }
          done()
        })
      },
    }
  },
}
