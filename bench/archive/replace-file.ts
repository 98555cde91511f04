import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { BenchError } from '../errors.ts'

/**
 * Replaces a file in one step: a reader, or a crash, sees the old content or the new, never half of it. What is no
 * regular file, such as a pipe, is written to. Throws `results-folder` when it cannot.
 */
export function replaceFile(path: string, text: string): void {
  orExplain(`write ${path}`, () => (isSpecial(path) ? writeFileSync(path, text) : replaceRegular(path, text)))
}

function replaceRegular(path: string, text: string): void {
  const next = `${path}.tmp`
  try {
    writeWhole(next, text)
    renameSync(next, path)
  } catch (error) {
    discard(next)
    throw error
  }
}

function isSpecial(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat !== undefined && !stat.isFile() && !stat.isDirectory()
}

export function writeWhole(path: string, text: string): void {
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

/** Does something with a results folder; a failure of the file system becomes `results-folder`, with what to do. */
export function orExplain<T>(what: string, action: () => T): T {
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
