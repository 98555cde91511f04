import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BenchError } from '../errors.ts'
import type { RunFile } from './run-file.ts'

/** `2026-11-21T02-03-04Z-1a2b`: sorts by time, safe as a folder name. */
export function runId(now: Date, shortId: string): string {
  return `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z-${shortId}`
}

/** Creates the folder of a run. Throws `results-folder` when it cannot be written to. */
export function createRunFolder(resultsFolder: string, id: string): string {
  const folder = join(resultsFolder, id)
  return orExplain(`create ${folder}`, () => {
    makeFolder(folder)
    const probe = join(folder, '.writable')
    writeWhole(probe, 'x')
    rmSync(probe)
    return folder
  })
}

/** With the folders above it. Not `recursive`: where the system answers ENOENT for ever (/proc/x), Node then never returns. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(path) === path) throw error
    makeFolder(dirname(path))
    mkdirSync(path)
  }
}

export function writeRunFile(path: string, run: RunFile): void {
  replaceFile(path, `${JSON.stringify(run)}\n`)
}

/**
 * Replaces the file in one step: a reader, or a crash, sees the old content or the new, never half of it. Throws
 * `results-folder` when it cannot be written.
 */
export function replaceFile(path: string, text: string): void {
  orExplain(`write ${path}`, () => {
    const next = `${path}.tmp`
    try {
      writeWhole(next, text)
      renameSync(next, path)
    } catch (error) {
      discard(next)
      throw error
    }
  })
}

function writeWhole(path: string, text: string): void {
  const file = openSync(path, 'w')
  try {
    const bytes = Buffer.from(text)
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Half a file is of no use and takes room on a disk that is full. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // The failure that made it useless is the one to report.
  }
}

function orExplain<T>(what: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new BenchError(
      'results-folder',
      `cannot ${what}: ${code ?? message}`,
      code === 'ENOSPC' ? 'free some space, or name another folder with --out' : 'name a folder that can be written to with --out',
      { cause },
    )
  }
}
