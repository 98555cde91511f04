import type { FastifyReply, FastifyRequest } from 'fastify'
import { UsageError } from './options.ts'
import { runServer } from './run-server.ts'
import { prepareStrategyServer, strategyServerFlags } from './strategy-server.ts'

// main.ts that keeps its processor busy for a while with each answer: a slowdown whose size is known, by which a gate can be tested.

const classes = ['200', '304', 'put', '412'] as const
type AnswerClass = (typeof classes)[number]

await runServer([...strategyServerFlags, 'wait-ns'], options => {
  const waits = parseWaits(options.own['wait-ns'] ?? '')
  return prepareStrategyServer(options, {
    alterApp(app) {
      app.addHook('onSend', (request, reply, _content, done) => {
        const answerClass = classOf(request, reply)
        if (answerClass !== undefined) keepBusy(waits[answerClass])
        done()
      })
    },
  })
})

/** `200:4400,304:900`: nanoseconds by class; classes that are not named wait for nothing. */
function parseWaits(text: string): Readonly<Record<AnswerClass, number>> {
  const waits: Record<AnswerClass, number> = { '200': 0, '304': 0, put: 0, '412': 0 }
  for (const part of text.split(',').filter(each => each !== '')) {
    const [, name, ns] = /^(200|304|put|412):(\d{1,9})$/.exec(part) ?? []
    if (name === undefined) throw new UsageError(`--wait-ns must list ${classes.join(', ')} with nanoseconds, such as 200:4400,304:900, not "${text}"`)
    waits[name as AnswerClass] = Number(ns)
  }
  return waits
}

function classOf({ method }: FastifyRequest, { statusCode }: FastifyReply): AnswerClass | undefined {
  if (statusCode === 304) return '304'
  if (statusCode === 412) return '412'
  if (statusCode < 200 || statusCode > 299) return undefined
  return method === 'PUT' ? 'put' : '200'
}

function keepBusy(ns: number): void {
  if (ns === 0) return
  const endMs = performance.now() + ns / 1e6
  while (performance.now() < endMs);
}
