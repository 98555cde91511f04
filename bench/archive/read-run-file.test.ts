import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BenchError } from '../errors.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { parseResultText } from './read-result-file.ts'
import { readRunFile, runForm } from './read-run-file.ts'
import { schemaVersion } from './run-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-reader-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = { ...buildRun({ us: () => 50, launches: 1, classes: ['200'] }), warnings: ['a "quoted" \\ text, true, ä😀'] }
const text = JSON.stringify(run)
let files = 0

function file(content: string): string {
  const path = join(folder, `${++files}.json`)
  writeFileSync(path, content)
  return path
}

function errorFrom(read: () => unknown): BenchError {
  try {
    read()
  } catch (error) {
    if (error instanceof BenchError) return error
    throw error
  }
  throw new Error('it was read')
}

const errorOf = (path: string) => errorFrom(() => readRunFile(path))

const altered = (changes: object) => file(JSON.stringify({ ...run, ...changes }))
const advice = 'give a run.json that npm run bench made, or the folder that it is in'

describe('a run file', () => {
  it('is read as it was written', () => {
    expect(readRunFile(file(text))).toEqual(run)
  })

  it('is found in the folder of its run', () => {
    const runFolder = join(folder, 'a-run')
    mkdirSync(runFolder)
    writeFileSync(join(runFolder, 'run.json'), text)
    expect(readRunFile(runFolder)).toEqual(run)
    expect(errorOf(folder).message).toBe(`${join(folder, 'run.json')}: there is no such file`)
  })

  it('that is not there is a usage error', () => {
    const path = join(folder, 'absent.json')
    expect(errorOf(path)).toMatchObject({ code: 'usage', message: `${path}: there is no such file`, hint: advice })
  })

  it('that is empty is said to be', () => {
    const path = file(' \n')
    expect(errorOf(path)).toMatchObject({ code: 'usage', message: `${path} is empty`, hint: `whatever wrote it did not get to its end\n${advice}` })
  })

  it('is said to be cut off, wherever it is', () => {
    const pretty = JSON.stringify({ ...run, bursts: [], arms: [], more: [true, false, null, -1.5e-7, {}] }, null, 1)
    const wrong = Array.from({ length: pretty.length - 2 }, (_, index) => pretty.slice(0, index + 1)).filter((part) => {
      const { code, message, hint } = errorFrom(() => parseResultText(part, 'part.json', runForm))
      const expected = `part.json is cut off: its JSON stops after ${Buffer.byteLength(part)} bytes, before it is complete`
      return code !== 'usage' || message !== expected || hint !== `copy it again from where it was made\n${advice}`
    })
    expect(wrong).toEqual([])
  })

  it.each([
    ['<!doctype html>', "is no JSON: Unexpected token '<' (line 1, column 1)"],
    [`${text}\n${text}`, 'is no JSON: Unexpected non-whitespace character after JSON (line 2, column 1)'],
    ['{"schema": 2,}', "is no JSON: Expected double-quoted property name (line 1, column 14)"],
    ['[]', 'is JSON, but no etag-bench run file: it has no "kind"'],
    ['null', 'is JSON, but no etag-bench run file: it has no "kind"'],
    ['"etag-bench run"', 'is JSON, but no etag-bench run file: it has no "kind"'],
    ['{"kind": 7}', 'is JSON, but no etag-bench run file: its "kind" is 7'],
    ['{"kind": "constructor"}', 'is JSON, but no etag-bench run file: its "kind" is "constructor"'],
    ['{"kind": "etag-bench micro", "schema": 1}', 'is JSON, but no etag-bench run file: its "kind" is "etag-bench micro"; npm run micro makes those'],
    ['{"kind": "etag-bench ab", "schema": 1}', 'is JSON, but no etag-bench run file: its "kind" is "etag-bench ab"; npm run ab makes those'],
    [`{"kind": "${'x'.repeat(100)}"}`, `is JSON, but no etag-bench run file: its "kind" is "${'x'.repeat(59)}...`],
  ])('is not what begins with %.30j', (content, reason) => {
    const path = file(content)
    expect(errorOf(path)).toMatchObject({ code: 'usage', message: `${path} ${reason}`, hint: advice })
  })

  it.each([undefined, null, '2', 2.5, 0, -1])('without a version is none: %j', (schema) => {
    expect(errorOf(altered({ schema }))).toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/ is an etag-bench run file without a version: its "schema" is /) as string,
    })
  })

  it('of a newer version asks for a newer checkout, whatever else is in it', () => {
    const path = file(JSON.stringify({ kind: 'etag-bench run', schema: schemaVersion + 1, strange: true }))
    expect(errorOf(path)).toMatchObject({
      code: 'usage',
      message: `${path} was made by a newer etag-bench: it has schema ${schemaVersion + 1}, and this one reads schema ${schemaVersion}`,
      hint: `bring this checkout up to date: git pull && npm ci\n${advice}`,
    })
  })

  it('of an older version asks for a new measurement', () => {
    const path = altered({ schema: schemaVersion - 1 })
    expect(errorOf(path)).toMatchObject({
      code: 'usage',
      message: `${path} was made by an older etag-bench: it has schema ${schemaVersion - 1}, and this one reads schema ${schemaVersion}`,
    })
  })

  it('with fields of another kind names the first of them and counts the rest', () => {
    const path = altered({ bursts: [{ ...run.bursts[0], launch: 'first' }], arms: 'none', warnings: [1, 2] })
    expect(errorOf(path).message).toBe(
      `${path} says that it is an etag-bench run file of schema ${schemaVersion}, but is not: arms: Invalid input: expected array, received string; ` +
        'bursts.0.launch: Invalid input: expected number, received string; warnings.0: Invalid input: expected string, received number; and 1 more',
    )
  })

  it('cannot steer a terminal by what is in it', () => {
    const path = altered({ environment: { ...run.environment, packages: { '\u001b[2J\u0007': 1 } } })
    const { message, hint } = errorOf(path)
    expect([...(message + hint)].filter((character) => /\p{Cc}/u.test(character) && character !== '\n')).toEqual([])
    expect(message).toContain('environment.packages. [2J : Invalid input')
  })
})
