import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BenchError } from '../errors.ts'
import { describeStrategyFile } from './describe-strategy-file.ts'
import { groupIsAlive } from './process-group.ts'
import { startSupervisor, type Supervisor } from './supervision.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-describe-'))
const watched: number[] = []
let supervisor: Supervisor
beforeAll(() => {
  const started = startSupervisor()
  supervisor = { ...started, watch: (pgid) => (watched.push(pgid), started.watch(pgid)) }
})
afterAll(async () => {
  await supervisor.close()
  rmSync(folder, { recursive: true })
})

const sound = `export default { name: 'mine', summary: 'a test', writeGuard: 'none', strength: 'none', needs: 'nothing', validators: 7 }`
let files = 0
/** A sound strategy file behind some code. */
function writeFile(code: string): string {
  const path = join(folder, `${++files}.mjs`)
  writeFileSync(path, `${code}\n${sound}`)
  return path
}

const load = (path: string, signal = new AbortController().signal) => describeStrategyFile(path, { supervisor, signal })

async function failure(path: string, signal?: AbortSignal): Promise<BenchError> {
  const error = await load(path, signal).catch((reason: unknown) => reason)
  if (!(error instanceof BenchError)) throw new Error('expected a BenchError', { cause: error })
  expect(watched.filter(groupIsAlive)).toEqual([])
  return error
}

describe('a strategy file', () => {
  it('is described without its functions, whatever it prints and sends, and ended though it holds timers', async () => {
    const path = writeFile(`console.log('{"fault":"no"}'); console.error('no'); process.send({ strategy: 1 }); setInterval(() => {}, 1000)`)
    const description = { name: 'mine', summary: 'a test', caveat: null, writeGuard: 'none', strength: 'none', needs: 'nothing', blindMs: 0, asksFor: [] }
    expect(await load(path)).toEqual(description)
    expect(watched.filter(groupIsAlive)).toEqual([])
  })

  it('is described though it closes the channel and holds timers', async () => {
    expect(await load(writeFile('setTimeout(() => process.disconnect(), 100); setInterval(() => {}, 1000)'))).toMatchObject({ name: 'mine' })
  })

  it.each([
    ['throws', `throw new Error('boom')`, /^cannot load the strategy file .*\.mjs: boom$/],
    ['ends its process', 'console.error("bye"); process.exit(0)', /^the strategy file .*\.mjs ended its process with code 0 before it had loaded\nstderr:\n {2}bye$/],
    ['ends its process later', 'setTimeout(() => process.exit(0), 100)', /^the strategy file .*\.mjs ended its process with code 0 soon after it had loaded$/],
    ['throws later', `setTimeout(() => { throw new Error('late') }, 100)`, /^the strategy file .*\.mjs ended its process with code 1 soon after it had loaded\nstderr:\n[^]*Error: late\n/],
    ['loops later', 'console.log("on"); setTimeout(() => { for (;;); }, 300)', /^the strategy file .*\.mjs was busy without a pause 2 s after it had loaded, and for 1 s more: a loop in it never ends\nstdout:\n {2}on$/],
    ['waits for nothing', 'await new Promise(() => {})', /^the strategy file .*\.mjs never finishes loading: an await at its top level waits for nothing$/],
    ['kills its process', `process.kill(process.pid, 'SIGKILL')`, /^the strategy file .*\.mjs ended its process with signal SIGKILL before it had loaded$/],
  ])('that %s is a usage error, by its name', async (_, code, message) => {
    const error = await failure(writeFile(code))
    expect([error.code, error.message]).toEqual(['usage', expect.stringMatching(message)])
    expect(error.hint).toBe('nothing was started; mend the file, or name another, and run again')
  })

  it('that is not there is a usage error', async () => {
    expect((await failure('./absent.mjs')).message).toBe('cannot load the strategy file ./absent.mjs: no such file')
  })

  it('that loops for ever may be given up, also before it was begun', async () => {
    const path = writeFile('for (;;) {}')
    expect((await failure(path, AbortSignal.timeout(400))).code).toBe('interrupted')
    expect((await failure(path, AbortSignal.abort())).code).toBe('interrupted')
  })
})
