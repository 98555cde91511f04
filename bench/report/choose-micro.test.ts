import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { estimateRun } from '../estimate/estimates.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import { buildMicro } from '../micro/micro-fixture.ts'
import { chooseMicro } from './choose-micro.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-choose-micro-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const plain = buildRun({ us: () => 50, launches: 1, classes: ['200'] })
const run = { ...plain, estimates: estimateRun(plain) }
const micro = buildMicro({ launches: 1, tasks: ['sha256-buffer'], ns: () => 1000 })
let cases = 0

/** Folders of runs, each with a micro file: `run` is the one of the run itself. */
function results(files: Readonly<Record<string, MicroFile | string>>): string {
  const folder = join(scratch, String(++cases))
  mkdirSync(join(folder, 'run'), { recursive: true })
  for (const [name, file] of Object.entries(files)) {
    mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, name, 'micro.json'), typeof file === 'string' ? file : JSON.stringify(file))
  }
  return folder
}

const named = (id: string): MicroFile => ({ ...micro, id })
const chosenId = (folder: string, wanted: string | boolean) => chooseMicro(run, join(folder, 'run'), wanted).chosen?.file.id

it('of several the newest is chosen', () => {
  expect(chosenId(results({ '2026-11-20T': named('old'), '2026-11-21T': named('new'), '2026-11-19T': named('older') }), true)).toBe('new')
})

it('the one in the folder of the run comes before newer ones', () => {
  expect(chosenId(results({ run: named('own'), '2026-11-21T': named('new') }), true)).toBe('own')
})

it('one that leaves fewer parts open comes before a newer one, and one that ran to its end before one that did not', () => {
  const whole = { ...buildMicro({ launches: 1, tasks: ['sha256-buffer', 'json-parse', 'json-stringify', 'encode-utf8', 'read-row', 'read-columns'], ns: () => 1000 }), id: 'whole' }
  const cut = { ...whole, id: 'cut', status: 'partial' as const }
  expect(chosenId(results({ '2026-11-19T': whole, '2026-11-20T': named('narrow'), '2026-11-21T': cut }), true)).toBe('whole')
  expect(chosenId(results({ '2026-11-20T': cut }), true)).toBe('cut')
})

it.each([
  ['another CPU', { ...named('new'), environment: { ...micro.environment, cpuModel: 'Other CPU' } }],
  ['another Node', { ...named('new'), environment: { ...micro.environment, node: 'v24.0.0' } }],
  ['a micro run without estimates', { ...named('new'), estimates: null }],
  ['half a file', JSON.stringify(micro).slice(0, 500)],
])('one of %s is passed over', (_, file) => {
  expect(chosenId(results({ '2026-11-20T': named('old'), '2026-11-21T': file }), true)).toBe('old')
})

it('where none fits, it says why the newest does not', () => {
  const elsewhere = { ...micro.environment, cpuModel: 'Other CPU', node: 'v24.0.0' }
  const folder = results({ '2026-11-20T': { ...named('old'), environment: elsewhere }, '2026-11-21T': { ...named('new'), settings: { ...micro.settings, payloadFile: 'order.json' } } })
  expect(chooseMicro(run, join(folder, 'run'), true)).toEqual({
    chosen: undefined,
    whyNone: { path: join(folder, '2026-11-21T', 'micro.json'), reason: 'the run measured orders of the benchmark, the micro file a payload of 10000 bytes' },
  })
  expect(chooseMicro(run, join(results({}), 'run'), true)).toEqual({ chosen: undefined, whyNone: null })
})

it('none is chosen where there is none, or none is wanted', () => {
  expect(chosenId(results({}), true)).toBeUndefined()
  expect(chosenId(results({ run: named('own') }), false)).toBeUndefined()
})

it('the one that is asked for is taken, wherever it was made, and has to be readable', () => {
  const folder = results({ elsewhere: { ...named('asked'), environment: { ...micro.environment, cpuModel: 'Other CPU' } }, broken: '{' })
  expect(chosenId(folder, join(folder, 'elsewhere', 'micro.json'))).toBe('asked')
  expect(chooseMicro(run, folder, join(folder, 'elsewhere', 'micro.json')).whyNone?.reason).toBe('the run was made on Hand-made CPU, the micro file on Other CPU')
  expect(() => chosenId(folder, join(folder, 'broken', 'micro.json'))).toThrow('micro.json is cut off')
})
