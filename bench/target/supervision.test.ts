import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { groupIsAlive } from './process-group.ts'
import { startServer } from './server-process.ts'
import { startSupervisor } from './supervision.ts'

const harness = fileURLToPath(new URL('fixtures/harness.ts', import.meta.url))

/** Starts the fixture harness in a group of its own; resolves when it printed the process ids of its servers. */
async function startHarness(mode: 'running' | 'held') {
  const child = spawn(process.execPath, [harness, mode], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  if (child.pid === undefined) throw new Error('no process id')
  return { pid: child.pid, groups: JSON.parse(String(line)) as readonly number[] }
}

async function stillRunningAfter(groups: readonly number[], withinMs: number): Promise<readonly number[]> {
  const deadline = performance.now() + withinMs
  while (groups.some(groupIsAlive) && performance.now() < deadline) await delay(20)
  return groups.filter(groupIsAlive)
}

it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'a harness whose whole process group gets %s leaves no server behind after 3 s, a foreign one that ignores SIGTERM included',
  async (signal) => {
    const { pid, groups } = await startHarness('running')
    expect(groups.map(groupIsAlive)).toEqual([true, true])
    process.kill(-pid, signal)
    expect(await stillRunningAfter([pid, ...groups], 3_000)).toEqual([])
  },
)

it('a harness killed before the supervisor knows of a server leaves nothing behind', async () => {
  const { pid, groups } = await startHarness('held')
  expect(groups.map(groupIsAlive)).toEqual([true])
  process.kill(pid, 'SIGKILL')
  expect(await stillRunningAfter(groups, 3_000)).toEqual([])
})

it('close ends the groups still watched and leaves forgotten ones alone', async () => {
  const supervisor = startSupervisor()
  const [watched, forgotten] = [0, 1].map(() => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).pid)
  if (watched === undefined || forgotten === undefined) throw new Error('no process id')
  await supervisor.watch(watched)
  await supervisor.watch(forgotten)
  supervisor.forget(forgotten)
  await supervisor.close()
  expect([watched, forgotten].map(groupIsAlive)).toEqual([false, true])
  process.kill(-forgotten, 'SIGKILL')
  await expect(supervisor.watch(1)).rejects.toMatchObject({ code: 'harness' })
})

it('close removes the scratch folder, and what killed servers left in it', async () => {
  const supervisor = startSupervisor()
  const { scratchFolder } = supervisor
  const script = 'echo x > "$TMPDIR/left"; trap "" TERM; echo "listening on http://127.0.0.1:9/orders/1"; while :; do sleep 1; done'
  const server = await startServer({ name: 'mine', command: 'sh', args: ['-c', script], node: false }, { supervisor, readyTimeoutMs: 5_000 })
  await server.stop()
  expect(readdirSync(scratchFolder)).toEqual(['left'])
  await supervisor.close()
  expect(existsSync(scratchFolder)).toBe(false)
})

it('a supervisor does not keep a finished harness alive', async () => {
  const script = `const { startSupervisor } = await import(${JSON.stringify(new URL('supervision.ts', import.meta.url).href)}); startSupervisor()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})
