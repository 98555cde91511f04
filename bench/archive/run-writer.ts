import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from './make-folder.ts'
import { orExplain, replaceFile, writeWhole } from './replace-file.ts'
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

/** Replaces the file in one step: a reader, or a crash, sees the old content or the new, never half of it. */
export function writeRunFile(path: string, run: RunFile): void {
  replaceFile(path, `${JSON.stringify(run)}\n`)
}
