import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Scenario } from '../../scenarios/scenario.ts'
import { startProcess } from '../../servers/testing/start-process.ts'
import { DurationHistogram } from './histogram.ts'
import type { Observation } from './observation.ts'
import { runScript } from './users.ts'

const faultyServer = fileURLToPath(new URL('../../servers/faulty.ts', import.meta.url))
const users = 10
const everyMs = 400
const pollsPerUser = 10
const stallMs = 2000

/** One poll every 40 ms for 4 s; none is ever dropped. */
const steady: Scenario<null, { readonly index: number; polls: number }> = {
  name: 'steady', summary: 'polls at a constant rate', defaults: null, workload: 'open',
  users: () => users,
  documents: () => 1,
  newUser: (_settings, { index }) => ({ index, polls: 0 }),
  next: user => {
    if (user.polls === pollsPerUser) return 'done'
    const atMs = user.polls * everyMs + (user.index * everyMs) / users
    user.polls += 1
    return { atMs, dropAfterMs: 60_000, request: { kind: 'poll', method: 'GET', document: 1, headers: {} } }
  },
  observe: () => 'fetched',
}

/**
 * By hand: a request that is due while the server stands still waits until that ends; of 100 requests 50 are due within the
 * 2 s, so the 90th and the 99th percentile are about 1.6 and 1.96 s. A user has one request under way at a time, so one
 * per user meets the stall in its service time, and nobody else does. Whatever else the machine does while 40 requests
 * are caught up with is added to that: hence the repetitions.
 */
it('a stall of 2 s is in the response times as computed by hand, and in the service times of what was under way', { retry: 3 }, async () => {
  const server = await startProcess([
    faultyServer, '--fault', 'stalls-once', '--stall-at', '700', '--strategy', 'version', '--port', '0',
    '--documents', '1', '--size', '1kB',
  ])
  const observations: Observation[] = []
  try {
    const run = await runScript({
      scenario: steady, settings: null, origin: `http://127.0.0.1:${server.port}`, connections: users,
      seedRandom: () => Math.random, requestTimeoutMs: 10_000, record: observation => observations.push(observation),
    })
    expect(run).toMatchObject({ requests: 100, dropped: 0, reconnects: 0 })
    expect(run.lateStarts).toBeGreaterThanOrEqual(39)
  } finally {
    await server.stop()
  }
  const metStall = observations.filter(({ sentNs, doneNs }) => doneNs - sentNs > (stallMs * 1e6) / 2)
  expect(metStall.map(({ user }) => user).toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])

  const stallEndNs = Math.min(...metStall.map(({ doneNs }) => doneNs))
  const byHandNs = observations
    .map(({ intendedNs }) => stallEndNs - intendedNs)
    .map(waitNs => (waitNs > 0 && waitNs <= stallMs * 1e6 ? waitNs : 0))
    .toSorted((one, other) => one - other)
  const responseTime = new DurationHistogram()
  for (const { intendedNs, doneNs } of observations) responseTime.record(doneNs - intendedNs)
  const { p90Ns, p99Ns } = responseTime.summary()
  expect(Math.abs(p90Ns / (byHandNs[89] ?? 0) - 1)).toBeLessThan(0.05)
  expect(Math.abs(p99Ns / (byHandNs[98] ?? 0) - 1)).toBeLessThan(0.05)
})
