import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { buildRun } from '../estimate/run-fixture.ts'
import { BenchError } from '../errors.ts'
import type { ReportFormat } from './formats.ts'
import { writeReports } from './write-reports.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-write-reports-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const run = buildRun({ us: () => 50, launches: 1, classes: ['200'] })
const broken = (fileName: string): ReportFormat => ({ fileName, extension: '.x', render: () => Promise.reject(new BenchError('harness', `no ${fileName}`, 'mend it')) })
const name = (fileName: string): ReportFormat => ({ fileName, extension: '.x', render: async ({ id }) => id })

it('writes each form and returns where', async () => {
  expect(await writeReports(run, undefined, scratch, { formats: [name('a.txt'), name('b.txt')] })).toEqual([join(scratch, 'a.txt'), join(scratch, 'b.txt')])
  expect(readFileSync(join(scratch, 'b.txt'), 'utf8')).toBe(run.id)
})

it('writes the others where one cannot be made, then says which, why, and what is there', async () => {
  const error = await writeReports(run, undefined, scratch, { formats: [broken('c.txt'), name('d.txt'), broken('e.txt')] }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    code: 'harness',
    message: 'c.txt could not be made: no c.txt\nmend it\ne.txt could not be made: no e.txt\nmend it',
    hint: 'written: d.txt',
  })
  expect(readdirSync(scratch)).toEqual(expect.not.arrayContaining(['c.txt']))
  expect(readFileSync(join(scratch, 'd.txt'), 'utf8')).toBe(run.id)
})

it('stops at a folder that cannot be written to', async () => {
  const error = await writeReports(run, undefined, join(scratch, 'absent'), { formats: [name('a.txt')] }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'results-folder' })
})

it('leaves off when it is interrupted while something is drawn', async () => {
  const interruption = new AbortController()
  const interrupted: ReportFormat = { ...name('f.txt'), render: async () => (setImmediate(() => interruption.abort()), 'f') }
  const ended = writeReports(run, undefined, scratch, { formats: [interrupted, name('g.txt')], signal: interruption.signal })
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' })
  expect(readdirSync(scratch)).toEqual(expect.not.arrayContaining(['f.txt', 'g.txt']))
})
