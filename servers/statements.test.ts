import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { serverCommand } from './index.ts'
import { request } from './testing/raw-http.ts'
import { startProcess } from './testing/start-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-statements-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The SQL that a running server executes for one revalidation that ends in 304. */
async function statementsOfRevalidation(strategy: string): Promise<readonly string[]> {
  const log = join(folder, `${strategy}.sql`)
  const server = await startProcess([...serverCommand(strategy).args, '--size', '1kB', '--log-statements', log])
  const statements = () => readFileSync(log, 'utf8').split('\n').slice(0, -1)
  try {
    const { headers } = await request(server.port, '/orders/1')
    const before = statements()
    const condition = headers['etag'] === undefined
      ? (['If-Modified-Since', headers['last-modified'] ?? ''] as const)
      : (['If-None-Match', headers['etag']] as const)
    const { status } = await request(server.port, '/orders/1', { headers: [condition] })
    expect(status).toBe(304)
    return statements().slice(before.length)
  } finally {
    await server.stop()
  }
}

const peek = "SELECT version, updated_at AS updatedAtMs FROM documents WHERE id = '1'"

describe('a revalidation that ends in 304, in the running server', () => {
  it.each([
    ['version', peek],
    ['last-modified', peek],
    ['weak-timestamp', peek],
    ['sha256-stored', "SELECT version, updated_at AS updatedAtMs, digest FROM documents WHERE id = '1'"],
  ])('by %s executes one statement, which does not name the content', async (strategy, statement) => {
    expect(await statementsOfRevalidation(strategy)).toEqual([statement])
    expect(statement).not.toMatch(/content|\*/)
  })

  it.each(['sha256', 'xxhash'])('by %s reads the content: the log would show it', async strategy => {
    expect(await statementsOfRevalidation(strategy)).toEqual([
      "SELECT version, updated_at AS updatedAtMs, digest, content FROM documents WHERE id = '1'",
    ])
  })
})
