import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Outcome, Scenario, ScriptRequest, Start } from '../../scenarios/scenario.ts'
import type { Exchange, WireRequest } from './connection.ts'
import type { ConnectionPool, ConnectionSlot } from './connection-pool.ts'
import type { Observation } from './observation.ts'
import { ScriptDriver } from './script-driver.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})

afterEach(() => {
  vi.useRealTimers()
})

const nowNs = (): number => Math.round(performance.now() * 1e6)

/** Connections on which the nth request, counted from 0, takes `serviceMs(n)`; closing them ends what is under way. */
class FakePool implements ConnectionPool {
  readonly reconnects = 0
  readonly #free: ConnectionSlot[]
  readonly #underWay = new Set<() => void>()
  #sent = 0

  constructor(connections: number, serviceMs: (nth: number) => number) {
    this.#free = Array.from({ length: connections }, (_, index) => ({
      index,
      exchange: (request: WireRequest) => this.#exchange(request, serviceMs),
    }))
  }

  tryAcquire(): ConnectionSlot | undefined {
    return this.#free.shift()
  }

  acquire(): Promise<ConnectionSlot> {
    throw new Error('a driver never waits for one connection: whoever is due first gets the next')
  }

  release(slot: ConnectionSlot): void {
    this.#free.push(slot)
  }

  async close(): Promise<void> {
    for (const end of this.#underWay) end()
  }

  #exchange(request: WireRequest, serviceMs: (nth: number) => number): Promise<Exchange> {
    const sentNs = nowNs()
    const bytes = { sentBytes: request.path.length, receivedBytes: 1, sentNs }
    return new Promise(resolve => {
      const end = (exchange: Pick<Exchange, 'response' | 'failure'>): void => {
        this.#underWay.delete(abandon)
        resolve({ ...exchange, ...bytes, doneNs: nowNs() })
      }
      const abandon = (): void => end({ response: undefined, failure: 'broken' })
      this.#underWay.add(abandon)
      const answer = (): void => end({ response: { status: 200, headers: {}, body: Buffer.alloc(0) } })
      const delayMs = serviceMs(this.#sent)
      this.#sent += 1
      if (delayMs === 0) answer()
      else setTimeout(answer, delayMs)
    })
  }
}

type Plan = readonly (readonly Start[])[]
interface PlannedUser { readonly index: number; readonly starts: Start[]; readonly seen: string[] }

/** User u starts a poll at each of `settings[u]`, one after the other. */
const planned: Scenario<Plan, PlannedUser> = {
  name: 'planned', summary: 'polls when it is told to', defaults: [], workload: 'open',
  users: plan => plan.length,
  documents: plan => plan.length,
  newUser: (plan, { index }) => ({ index, starts: [...(plan[index] ?? [])], seen: [] }),
  next: user => {
    const start = user.starts.shift()
    const request: ScriptRequest = { kind: 'poll', method: 'GET', document: user.index + 1, headers: {} }
    return start === undefined ? 'done' : { ...start, request }
  },
  observe: (_user, _request, answer): Outcome => {
    if (answer === 'dropped') return 'dropped'
    return answer === undefined ? 'no-answer' : 'fetched'
  },
}

const at = (atMs: number, dropAfterMs = 1000): Start => ({ atMs, dropAfterMs })
const after = (waitMs: number): Start => ({ waitMs })

function drive(plan: Plan, connections: number, serviceMs: (nth: number) => number, scenario = planned) {
  const observations: Observation[] = []
  const startNs = nowNs()
  const pool = new FakePool(connections, serviceMs)
  const driver = new ScriptDriver({
    scenario, settings: plan, pool, nowNs, pathOf: document => `/orders/${document}`,
    encoding: 'identity', seedRandom: () => () => 0, record: observation => observations.push(observation),
  })
  const ended = driver.run()
  const sinceStartMs = (ns: number): number => (ns - startNs) / 1e6
  /** User, outcome and the three times in milliseconds, in the order of recording. */
  const seen = () => observations.map(({ user, outcome, intendedNs, sentNs, doneNs }) =>
    [user, outcome, sinceStartMs(intendedNs), sinceStartMs(sentNs), sinceStartMs(doneNs)])
  return { driver, ended, seen, counts: driver.counts }
}

describe('an open step', () => {
  it('leaves when it is due, whatever the answers to others do', async () => {
    const { ended, seen, counts } = drive([[at(0), at(10), at(20)], [at(5), at(500)]], 2, nth => (nth === 1 ? 300 : 2))
    await vi.runAllTimersAsync()
    await ended
    expect(seen()).toEqual([
      [0, 'fetched', 0, 0, 2],
      [0, 'fetched', 10, 10, 12],
      [0, 'fetched', 20, 20, 22],
      [1, 'fetched', 5, 5, 305],
      [1, 'fetched', 500, 500, 502],
    ])
    expect(counts).toEqual({ requests: 5, dropped: 0, lateStarts: 0 })
  })

  it('that waits for a connection is late, and its wait is response time and not service time', async () => {
    const { ended, seen, counts } = drive([[at(0)], [at(3)], [at(1)], [at(2)]], 1, () => 10)
    await vi.runAllTimersAsync()
    await ended
    expect(seen()).toEqual([
      [0, 'fetched', 0, 0, 10], [2, 'fetched', 1, 10, 20], [3, 'fetched', 2, 20, 30], [1, 'fetched', 3, 30, 40],
    ])
    expect(counts).toEqual({ requests: 4, dropped: 0, lateStarts: 2 })
  })

  it('waits for the previous request of its own user, though connections are free', async () => {
    const { ended, seen, counts } = drive([[at(0), at(10), at(20)]], 5, nth => (nth === 0 ? 50 : 1))
    await vi.runAllTimersAsync()
    await ended
    expect(seen()).toEqual([[0, 'fetched', 0, 0, 50], [0, 'fetched', 10, 50, 51], [0, 'fetched', 20, 51, 52]])
    expect(counts).toEqual({ requests: 3, dropped: 0, lateStarts: 2 })
  })

  it('is dropped when it could only leave later than allowed, and sent at the very limit', async () => {
    const { ended, seen, counts } = drive([[at(0)], [at(5, 94)], [at(5, 95), at(300, 0)]], 1, () => 100)
    await vi.runAllTimersAsync()
    await ended
    expect(seen()).toEqual([
      [0, 'fetched', 0, 0, 100],
      [1, 'dropped', 5, 100, 100],
      [2, 'fetched', 5, 100, 200],
      [2, 'fetched', 300, 300, 400],
    ])
    expect(counts).toEqual({ requests: 3, dropped: 1, lateStarts: 1 })
  })

  it('shows a stall in response times from the intended start, and in the service time of the one request it met', async () => {
    // One poll every 20 ms for 4 s; what is sent at 500 ms is answered at 2,500 ms, all else at once.
    const plan = [Array.from({ length: 200 }, (_, n) => at(20 * n, 60_000))]
    const { ended, seen } = drive(plan, 1, nth => (nth === 25 ? 2000 : 0))
    await vi.runAllTimersAsync()
    await ended
    const ascending = (values: readonly number[]) => values.toSorted((one, other) => one - other)
    const times = seen() as [number, string, number, number, number][]
    const responseMs = ascending(times.map(([, , intendedMs, , doneMs]) => doneMs - intendedMs))
    const serviceMs = ascending(times.map(([, , , sentMs, doneMs]) => doneMs - sentMs))
    // 100 wait 20, 40 ... 2,000 ms: the 150th of 200 waits 1,000 ms, and so on.
    expect([50, 75, 90, 99, 100].map(percentile => responseMs[2 * percentile - 1])).toEqual([0, 1000, 1600, 1960, 2000])
    expect(serviceMs.slice(-2)).toEqual([0, 2000])
  })

  it('is dropped if a stall outlasts it; the next ones are sent', async () => {
    const plan = [[at(0), ...Array.from({ length: 10 }, (_, n) => at(100 * (n + 1), 100))]]
    const { ended, seen, counts } = drive(plan, 1, nth => (nth === 0 ? 750 : 1))
    await vi.runAllTimersAsync()
    await ended
    expect(seen().filter(([, outcome]) => outcome === 'dropped').map(([, , intendedMs]) => intendedMs))
      .toEqual([100, 200, 300, 400, 500, 600])
    expect(seen().slice(7)).toEqual([
      [0, 'fetched', 700, 750, 751], [0, 'fetched', 800, 800, 801], [0, 'fetched', 900, 900, 901], [0, 'fetched', 1000, 1000, 1001],
    ])
    expect(counts).toEqual({ requests: 5, dropped: 6, lateStarts: 1 })
  })
})

describe('a closed step', () => {
  it('starts so long after what its user did before: an answer or a drop', async () => {
    const { ended, seen, counts } = drive([[after(5), after(0), after(7)], [at(1, 1), after(20)]], 1, () => 10)
    await vi.runAllTimersAsync()
    await ended
    expect(seen()).toEqual([
      [1, 'fetched', 1, 1, 11],
      [0, 'fetched', 5, 11, 21],
      [0, 'fetched', 21, 21, 31],
      [1, 'fetched', 31, 31, 41],
      [0, 'fetched', 38, 41, 51],
    ])
    expect(counts).toEqual({ requests: 5, dropped: 0, lateStarts: 0 })
  })

  it('is never dropped, however long it waits for a connection', async () => {
    const { ended, seen } = drive([[after(0)], [after(0)]], 1, () => 60_000)
    await vi.runAllTimersAsync()
    await ended
    expect(seen()).toEqual([[0, 'fetched', 0, 0, 60_000], [1, 'fetched', 0, 60_000, 120_000]])
  })
})

describe('users', () => {
  it('who wait share one timer, however many they are', async () => {
    const plan = Array.from({ length: 5000 }, (_, index) => [at(1000 + index)])
    const { ended, counts } = drive(plan, 1, () => 0)
    expect(vi.getTimerCount()).toBe(1)
    await vi.runAllTimersAsync()
    await ended
    expect(counts).toEqual({ requests: 5000, dropped: 0, lateStarts: 0 })
  })

  it('of whom there are none make a script that is over at once', async () => {
    const { ended, counts } = drive([[], []], 1, () => 1)
    await ended
    expect(counts).toEqual({ requests: 0, dropped: 0, lateStarts: 0 })
  })
})

describe('the end', () => {
  it('by the signal lets what is under way be recorded, and starts nothing more', async () => {
    const { driver, ended, seen } = drive([[at(0), at(5)], [at(5)]], 2, () => 20)
    await vi.advanceTimersByTimeAsync(2)
    driver.stop()
    await vi.advanceTimersByTimeAsync(100)
    await ended
    expect(seen()).toEqual([[0, 'fetched', 0, 0, 20]])
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each(['next', 'observe'] as const)('by a scenario that throws in %s comes when nothing is under way', async where => {
    const faulty: typeof planned = {
      ...planned,
      [where]: (user: PlannedUser, request: ScriptRequest, answer: undefined) => {
        if (user.index === 0 && (where === 'observe' || user.starts.length < 3)) throw new Error('faulty scenario')
        return where === 'next' ? planned.next(user) : planned.observe(user, request, answer)
      },
    }
    const { ended, seen } = drive([[at(0), at(5), at(9)], [at(0), at(50)]], 2, nth => (nth === 0 ? 1 : 1000), faulty)
    const failure = ended.catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(20)
    expect(await failure).toEqual(new Error('faulty scenario'))
    expect(seen().filter(([user]) => user === 1)).toEqual([[1, 'no-answer', 0, 0, 1]])
    expect(vi.getTimerCount()).toBe(1)
  })
})
