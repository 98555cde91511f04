import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, it } from 'vitest'
import { BenchError } from '../errors.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { createRunFolder, runId, writeRunFile } from './run-writer.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-writer-'))
afterAll(() => rmSync(folder, { recursive: true }))

function errorOf(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error
  }
}

const hint = 'name a folder that can be written to with --out'

it('run ids sort by time and are safe as folder names', () => {
  const ids = ['2026-11-21T02:03:04.999Z', '2026-11-21T02:03:05.000Z', '2027-01-01T00:00:00.000Z'].map((time) => runId(new Date(time), '1a2b'))
  expect(ids).toEqual(['2026-11-21T02-03-04Z-1a2b', '2026-11-21T02-03-05Z-1a2b', '2027-01-01T00-00-00Z-1a2b'])
  expect(ids.toSorted()).toEqual(ids)
})

describe('createRunFolder', () => {
  it('creates the folder with all above it, and leaves nothing in it', () => {
    const created = createRunFolder(join(folder, 'a', 'b'), 'run')
    expect([created, readdirSync(created)]).toEqual([join(folder, 'a', 'b', 'run'), []])
  })

  it('says which folder it could not create, why, and what to do', () => {
    const parent = join(folder, 'a-file')
    writeFileSync(parent, '')
    const error = errorOf(() => createRunFolder(parent, 'run'))
    expect(error).toBeInstanceOf(BenchError)
    expect(error).toMatchObject({ code: 'results-folder', message: `cannot create ${join(parent, 'run')}: ENOTDIR`, hint })
  })
})

describe('writeRunFile', () => {
  const small = buildRun({ us: () => 50, launches: 1, classes: ['200'] })
  const large = buildRun({ us: () => 50, launches: 6 })

  it('writes the run as one line of JSON and leaves no other file', () => {
    const target = createRunFolder(folder, 'one')
    writeRunFile(join(target, 'run.json'), large)
    writeRunFile(join(target, 'run.json'), small)
    const text = readFileSync(join(target, 'run.json'), 'utf8')
    expect([JSON.parse(text), text.split('\n').length, readdirSync(target)]).toEqual([small, 2, ['run.json']])
  })

  it('never shows half a file to a reader', async () => {
    const path = join(createRunFolder(folder, 'read'), 'run.json')
    writeRunFile(path, small)
    const texts = new Set([`${JSON.stringify(small)}\n`, `${JSON.stringify(large)}\n`])
    const source = `
      const { parentPort, workerData } = require('node:worker_threads')
      const { readFileSync } = require('node:fs')
      const seen = new Set()
      const stop = new Int32Array(workerData.stop)
      parentPort.postMessage('reading')
      while (Atomics.load(stop, 0) === 0) seen.add(readFileSync(workerData.path, 'utf8'))
      parentPort.postMessage([...seen])`
    const stop = new SharedArrayBuffer(4)
    const reader = new Worker(source, { eval: true, workerData: { path, stop } })
    const message = () => new Promise<unknown>((resolve, reject) => reader.once('message', resolve).once('error', reject))
    await message()
    for (let count = 0; count < 60; count++) writeRunFile(path, count % 2 === 0 ? large : small)
    const result = message()
    Atomics.store(new Int32Array(stop), 0, 1)
    const seen = (await result) as string[]
    await reader.terminate()
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.filter((text) => !texts.has(text))).toEqual([])
  })

  it('keeps the old file, and no other, when the new one cannot take its place', () => {
    const target = createRunFolder(folder, 'blocked')
    // A folder of that name that is not empty cannot be replaced by a file.
    mkdirSync(join(target, 'run.json', 'inside'), { recursive: true })
    const error = errorOf(() => writeRunFile(join(target, 'run.json'), small))
    expect(error).toMatchObject({ code: 'results-folder', message: expect.stringMatching(/^cannot write .*run\.json: E[A-Z]+$/) as string, hint })
    expect(readdirSync(target)).toEqual(['run.json'])
  })

  it('says so when the folder has gone', () => {
    const path = join(folder, 'gone', 'run.json')
    expect(errorOf(() => writeRunFile(path, small))).toMatchObject({ code: 'results-folder', message: `cannot write ${path}: ENOENT`, hint })
  })
})
