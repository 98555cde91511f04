import { expect, it } from 'vitest'
import { slowedServerCommand } from './index.ts'
import { runToEnd, startProcess } from './testing/start-process.ts'

const waitsMs = { '200': 40, '304': 80, put: 120, '412': 160 }

it('a slowed server answers as a sound one does, after the wait of its class', async () => {
  const waits = Object.entries(waitsMs).map(([name, ms]) => `${name}:${ms * 1e6}`).join(',')
  const server = await startProcess([...slowedServerCommand('version', waits).args, '--size', '300B'])
  const answered = async (method: string, headers: Record<string, string>, body?: string) => {
    const startMs = performance.now()
    const { status } = await fetch(`http://127.0.0.1:${server.port}/orders/1`, { method, headers, ...(body === undefined ? {} : { body }) })
    return { status, elapsedMs: performance.now() - startMs }
  }
  const json = { 'content-type': 'application/json' }
  const answers = {
    '200': await answered('GET', {}),
    '304': await answered('GET', { 'if-none-match': '"v1"' }),
    put: await answered('PUT', { ...json, 'if-match': '"v1"' }, '{}'),
    '412': await answered('PUT', { ...json, 'if-match': '"v1"' }, '{}'),
  }
  await server.stop()
  const { put, ...others } = answers
  expect([put, ...Object.values(others)].map(({ status }) => status)).toEqual([204, 200, 304, 412])
  for (const name of ['200', '304', 'put', '412'] as const) expect(answers[name].elapsedMs).toBeGreaterThanOrEqual(waitsMs[name])
})

it('a wait that is none is told in a sentence', async () => {
  const { code, stderr } = await runToEnd(slowedServerCommand('version', '200:fast').args)
  expect([code, stderr]).toEqual([2, '--wait-ns must list 200, 304, put, 412 with nanoseconds, such as 200:4400,304:900, not "200:fast"\n'])
})
