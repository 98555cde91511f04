import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { buildRun } from '../estimate/run-fixture.ts'
import { newestRun } from './newest-run.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-newest-run-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const ended = { ...buildRun({ us: () => 50, launches: 1, classes: ['200'] }), estimates: null, finishedAt: '2026-11-21T03:00:00.000Z' }
const under = { ...ended, status: 'partial' as const, finishedAt: null }
let cases = 0

function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = join(scratch, String(++cases))
  for (const [name, file] of Object.entries(files)) {
    mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, name, 'run.json'), typeof file === 'string' ? file : JSON.stringify(file))
  }
  return folder
}

it('is the newest that has ended, interrupted or not; newer ones are named with the reason', () => {
  const folder = folderOf({ '2026-11-18T': ended, '2026-11-19T': { ...ended, status: 'partial', endedBy: 'interrupted' }, '2026-11-20T': '{', '2026-11-21T': under })
  const { runPath, skipped } = newestRun(folder)
  expect(runPath).toBe(join(folder, '2026-11-19T', 'run.json'))
  expect(skipped).toEqual([
    { path: join(folder, '2026-11-21T', 'run.json'), reason: 'it has not ended, or was killed: name it to have it all the same' },
    { path: join(folder, '2026-11-20T', 'run.json'), reason: expect.stringContaining('is cut off') as string },
  ])
})

it('is none where nothing has ended, or nothing is there', () => {
  expect(() => newestRun(folderOf({ '2026-11-21T': under }))).toThrow(/^no run has ended yet\n.*2026-11-21T.*it has not ended/)
  expect(() => newestRun(join(scratch, 'absent'))).toThrow(/there is no run in .*absent yet/)
})
