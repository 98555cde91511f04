import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BenchError, formatError } from '../errors.ts'
import { groupIsAlive } from './process-group.ts'
import { startServer, type Server, type ServerCommand } from './server-process.ts'
import { startSupervisor, type Supervisor } from './supervision.ts'

const listens = 'echo "listening on http://127.0.0.1:9/orders/1"'

let supervisor: Supervisor
beforeAll(() => {
  supervisor = startSupervisor()
})
afterAll(() => supervisor.close())

function shell(script: string): ServerCommand {
  return { name: 'mine', command: 'sh', args: ['-c', script], node: false }
}

function start(command: ServerCommand, readyTimeoutMs = 5_000): Promise<Server> {
  return startServer(command, { supervisor, readyTimeoutMs })
}

/** The error of a start that has to fail, and the groups that were watched meanwhile. */
async function failure(command: ServerCommand, options: { readyTimeoutMs?: number; signal?: AbortSignal } = {}) {
  const groups: number[] = []
  const recording: Supervisor = {
    ...supervisor,
    watch: (pgid) => {
      groups.push(pgid)
      return supervisor.watch(pgid)
    },
  }
  const outcome = await startServer(command, { readyTimeoutMs: 5_000, ...options, supervisor: recording }).catch((error: unknown) => error)
  if (!(outcome instanceof BenchError)) throw new Error('expected a BenchError', { cause: outcome })
  return { error: outcome, running: groups.filter(groupIsAlive) }
}

describe('a server that starts', () => {
  it('is known by its process id and the origin it printed, whatever it prints besides', async () => {
    const server = await start(shell(`echo booting; ${listens}; echo more; exec sleep 60`))
    expect(server.origin).toBe('http://127.0.0.1:9')
    expect(server.hasExited()).toBeUndefined()
    expect(groupIsAlive(server.pid)).toBe(true)
    await server.stop()
  })

  it('gets the arguments as they are, the environment and the working folder', async () => {
    const script = `[ "$0" = 'a b"$x' ] && [ "$MARK" = here ] && [ "$(pwd -P)" = / ] && ${listens}; exec sleep 60`
    const server = await start({ ...shell(script), args: ['-c', script, 'a b"$x'], cwd: '/', env: { MARK: 'here' } })
    expect(server.hasExited()).toBeUndefined()
    await server.stop()
  })

  it('may print more than a pipe holds', async () => {
    const server = await start(shell(`${listens}; head -c 3000000 /dev/zero | tr '\\0' x; exit 7`))
    expect(await server.exited).toEqual({ code: 7, signal: null })
    await server.stop()
  })

  it('that crashes later shows its exit and what it wrote to stderr', async () => {
    const server = await start(shell(`${listens}; sleep 0.2; echo out of luck >&2; kill -9 $$`))
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' })
    await server.stop()
    expect(server.hasExited()).toEqual({ code: null, signal: 'SIGKILL' })
    expect(server.stderrTail()).toBe('out of luck\n')
  })

  it('that crashes leaves no children behind', async () => {
    const server = await start(shell(`sleep 60 & ${listens}; sleep 0.1; exit 1`))
    await server.exited
    await server.stop()
    expect(groupIsAlive(server.pid)).toBe(false)
  })
})

describe('stop', () => {
  it('ends a server that ignores SIGTERM, and its children', async () => {
    const server = await start(shell(`trap '' TERM; sleep 60 & (trap '' TERM; sleep 60) & ${listens}; while :; do sleep 1; done`))
    await server.stop()
    expect(groupIsAlive(server.pid)).toBe(false)
    expect(server.hasExited()).toEqual({ code: null, signal: 'SIGKILL' })
  })

  it('lets a server that listens to SIGTERM end by itself', async () => {
    const server = await start(shell(`trap 'exit 3' TERM; ${listens}; while :; do sleep 0.05; done`))
    await Promise.all([server.stop(), server.stop()])
    await server.stop()
    expect(server.hasExited()).toEqual({ code: 3, signal: null })
  })
})

describe('a server that does not start', () => {
  it('and exits is reported with its exit code and the end of its stderr', async () => {
    const { error, running } = await failure(shell('echo "Error: no such table" >&2; exit 4'))
    expect(error.code).toBe('server-start')
    expect(formatError(error)).toBe(
      'server "mine" ended with code 4 before it listened\nstderr:\n  Error: no such table\n' +
        `Run it by hand: sh -c 'echo "Error: no such table" >&2; exit 4'`,
    )
    expect(running).toEqual([])
  })

  it('and is killed is reported with the signal', async () => {
    const { error } = await failure(shell('kill -9 $$'))
    expect(error.message).toBe('server "mine" ended with signal SIGKILL before it listened')
  })

  it('and never listens is ended and reported with what it printed', async () => {
    const { error, running } = await failure(shell('echo loading; sleep 60'), { readyTimeoutMs: 300 })
    expect(error.code).toBe('server-start')
    expect(error.message).toBe('server "mine" did not listen within 0.3 s\nstdout:\n  loading')
    expect(running).toEqual([])
  })

  it('because its command does not exist is reported by the name of the command', async () => {
    const { error } = await failure({ ...shell(''), command: 'no-such-command-here' })
    expect(error.message).toBe('server "mine" could not be started: the command "no-such-command-here" was not found')
  })

  it('because a shell did not find what it was told to run is reported in the words of the shell', async () => {
    const { error } = await failure(shell('no-such-command-here'))
    expect(error.message).toMatch(/^server "mine" ended with code 127 before it listened\nstderr:\n {2}sh: .*no-such-command-here: .*not found$/)
  })

  it('because its command may not be executed is reported so', async () => {
    const { error } = await failure({ ...shell(''), command: '/etc/passwd' })
    expect(error.message).toBe('server "mine" could not be started: the command "/etc/passwd" may not be executed')
  })

  it('because its folder does not exist is reported with the folder', async () => {
    const { error } = await failure({ ...shell(''), cwd: '/no/such/folder' })
    expect(error.message).toMatch(/^server "mine" could not be started in the folder "\/no\/such\/folder": .*ENOENT/)
  })

  it('because others than this machine could reach it is refused and ended', async () => {
    const { error, running } = await failure(shell('echo "listening on http://0.0.0.0:80/orders/1"; sleep 60'))
    expect(error.message).toBe('server "mine" says that it listens, but 0.0.0.0 is not a loopback address')
    expect(running).toEqual([])
  })

  it('because the start is interrupted is ended', async () => {
    const { error, running } = await failure(shell('sleep 60'), { signal: AbortSignal.timeout(150) })
    expect(error.code).toBe('interrupted')
    expect(running).toEqual([])
    const late = await failure(shell('sleep 60'), { signal: AbortSignal.abort() })
    expect(late.error.code).toBe('interrupted')
  })
})
