import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { clockTickNs } from './clock-tick.ts'
import { chooseMeter, cpuBetween, createIpcMeter, createSchedstatMeter, shortfallLimitNs, type CpuMeter, type CpuReading, type CpuSpent } from './cpu-meter.ts'
import { startServer, type Server } from './server-process.ts'
import { startSupervisor, type Supervisor } from './supervision.ts'

const burner = fileURLToPath(new URL('fixtures/burner.ts', import.meta.url))
const onLinux = process.platform === 'linux'
const settleMs = 30

let supervisor: Supervisor
let server: Server
beforeAll(async () => {
  supervisor = startSupervisor()
  server = await startServer({ name: 'burner', command: process.execPath, args: [burner], node: true }, { supervisor, readyTimeoutMs: 10_000 })
  // The child process of the fixture has started when it answers.
  await fetch(`${server.origin}/child?ms=1`)
})
afterAll(async () => {
  await server.stop()
  await supervisor.close()
})

/** CPU time from one reading to another around `work`. */
async function metered(meter: CpuMeter, work: () => Promise<unknown>): Promise<CpuSpent> {
  await delay(settleMs)
  const before = await meter.read()
  await work()
  await delay(settleMs)
  return cpuBetween(before, await meter.read())
}

function reading(runNs: number, statNs: number, processes = 1): CpuReading {
  return { runNs, statNs, processes, atNs: 0n }
}

describe('cpuBetween', () => {
  const tick = clockTickNs

  it('takes the run time and finds no shortfall where the coarse clock agrees or lags', () => {
    expect(cpuBetween(reading(7, 0), reading(1_000_007, 0))).toEqual({ runNs: 1_000_000, shortfallNs: 0 })
  })

  it('shows the time that ended threads took with them', () => {
    expect(cpuBetween(reading(0, 0), reading(tick, 6 * tick))).toEqual({ runNs: tick, shortfallNs: 5 * tick })
  })

  it('allows two ticks of rounding for each further process', () => {
    expect(cpuBetween(reading(0, 0, 2), reading(0, 5 * tick, 3)).shortfallNs).toBe(tick)
    expect(shortfallLimitNs).toBe(2 * tick)
  })

  it('shows a shortfall when a child vanished from both clocks', () => {
    expect(cpuBetween(reading(9 * tick, 9 * tick, 2), reading(4 * tick, 4 * tick))).toEqual({ runNs: -5 * tick, shortfallNs: 5 * tick })
  })
})

describe('time of other threads', () => {
  const withMain = (runNs: number, mainNs: number) => ({ ...reading(runNs, 0), mainNs })

  it('is what the first threads did not take, never less than none', () => {
    expect(cpuBetween(withMain(100, 80), withMain(400, 230)).otherThreadsNs).toBe(150)
    expect(cpuBetween(withMain(100, 80), withMain(90, 80)).otherThreadsNs).toBe(0)
  })

  it('is unknown where a reading does not tell threads apart', () => {
    expect(cpuBetween(reading(100, 0), reading(400, 0)).otherThreadsNs).toBeUndefined()
  })
})

describe.runIf(onLinux)('the schedstat meter', () => {
  it('is what a server gets on Linux', () => {
    expect(server.meter.kind).toBe('schedstat')
  })

  it('counts what the process uses', async () => {
    const { runNs, shortfallNs } = await metered(server.meter, () => fetch(`${server.origin}/burn?ms=200`))
    expect(runNs).toBeGreaterThan(195e6)
    expect(runNs).toBeLessThan(240e6)
    expect(shortfallNs).toBeLessThanOrEqual(shortfallLimitNs)
  })

  it('tells what runs beside JavaScript from JavaScript', async () => {
    const { otherThreadsNs } = await metered(server.meter, () => fetch(`${server.origin}/burn?ms=200`))
    expect(otherThreadsNs).toBeLessThan(60e6)
    // Read while the worker is at it: a thread that ends takes its time with it.
    const before = await server.meter.read()
    const working = fetch(`${server.origin}/thread?ms=400`)
    await delay(250)
    const { runNs, otherThreadsNs: besideNs } = cpuBetween(before, await server.meter.read())
    await working
    expect(besideNs).toBeGreaterThan(runNs / 2)
  })

  it('counts what a child process of the server uses', async () => {
    const { runNs, shortfallNs } = await metered(server.meter, () => fetch(`${server.origin}/child?ms=200`))
    expect(runNs).toBeGreaterThan(195e6)
    expect(shortfallNs).toBeLessThanOrEqual(shortfallLimitNs)
  })

  it('shows the time of a thread that ended as a shortfall', async () => {
    const { shortfallNs } = await metered(server.meter, () => fetch(`${server.origin}/thread?ms=200`))
    expect(shortfallNs).toBeGreaterThan(150e6)
  })

  it('reads next to nothing from an idle server', async () => {
    const { runNs } = await metered(server.meter, () => delay(200))
    expect(runNs).toBeGreaterThanOrEqual(0)
    expect(runNs).toBeLessThan(5e6)
  })

  it('says that a process has gone', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    const { pid } = child
    await once(child, 'exit')
    if (pid === undefined) throw new Error('no process id')
    await expect(createSchedstatMeter(pid).read()).rejects.toMatchObject({ code: 'server-died' })
  })
})

describe('the IPC meter', () => {
  const children: ReturnType<typeof spawn>[] = []
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })

  async function spawnBurner(...flags: readonly string[]) {
    const child = spawn(process.execPath, [burner, ...flags], { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] })
    children.push(child)
    const [line] = await once(child.stdout ?? child, 'data')
    const origin = /http:\/\/[^/]+/.exec(String(line))?.[0]
    if (origin === undefined || child.pid === undefined) throw new Error(`unexpected: ${String(line)}`)
    return { child, origin, pid: child.pid }
  }

  it.runIf(onLinux)('agrees with the schedstat meter within 5 % and 15 ms', async () => {
    const { child, origin, pid } = await spawnBurner()
    const [schedstat, ipc] = [createSchedstatMeter(pid), createIpcMeter(child)]
    await fetch(`${origin}/child?ms=1`)
    await delay(settleMs)
    const before = [await schedstat.read(), await ipc.read()] as const
    await fetch(`${origin}/burn?ms=400`)
    await delay(settleMs)
    const after = [await schedstat.read(), await ipc.read()] as const
    const [bySchedstat, byIpc] = [cpuBetween(before[0], after[0]).runNs, cpuBetween(before[1], after[1]).runNs]
    expect(byIpc).toBeGreaterThan(395e6)
    expect(Math.abs(bySchedstat - byIpc)).toBeLessThan(0.05 * byIpc + 15e6)
  })

  it('counts threads that have ended', async () => {
    const { child, origin } = await spawnBurner()
    const { runNs, shortfallNs } = await metered(createIpcMeter(child), () => fetch(`${origin}/thread?ms=200`))
    expect(runNs).toBeGreaterThan(195e6)
    expect(shortfallNs).toBe(0)
  })

  it('gives up after two seconds on a server that does not answer', async () => {
    const { child } = await spawnBurner('--mute')
    await expect(createIpcMeter(child).read()).rejects.toMatchObject({ code: 'void' })
    expect(child.listenerCount('message')).toBe(0)
  })

  it('says that a process has gone, also while it waits for the answer', async () => {
    const { child } = await spawnBurner('--mute')
    const answer = createIpcMeter(child).read()
    child.kill('SIGKILL')
    await expect(answer).rejects.toMatchObject({ code: 'server-died' })
    await expect(createIpcMeter(child).read()).rejects.toMatchObject({ code: 'server-died' })
  })

  it('is what a Node server gets where the run time cannot be read; others get an error', async () => {
    const { child } = await spawnBurner()
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(chooseMeter(child, { name: 'mine', node: true }).kind).toBe('ipc')
    expect(() => chooseMeter(child, { name: 'mine', node: false })).toThrow('the CPU time of server "mine" cannot be measured here')
  })
})
