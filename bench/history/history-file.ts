import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { makeFolder } from '../archive/make-folder.ts'
import { orExplain, replaceFile } from '../archive/replace-file.ts'
import { BenchError } from '../errors.ts'
import type { HistoryEntry } from './history-entry.ts'
import { historyEntrySchema } from './history-entry.ts'

/** The lines of the file, in its order; none where there is no file. Throws a usage error that names the first line that is none. */
export function readHistory(path: string): readonly HistoryEntry[] {
  if (!existsSync(path)) return []
  const lines = readText(path).split('\n')
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, path, index + 1)]))
}

/** Writes the history with these lines added, in a folder that is made; a reader sees all of it or what was there before. */
export function writeHistory(path: string, entries: readonly HistoryEntry[]): void {
  try {
    orExplain(`create ${dirname(path)}`, () => makeFolder(dirname(path)))
    replaceFile(path, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  } catch (error) {
    if (!(error instanceof BenchError)) throw error
    throw new BenchError(error.code, error.message, 'nothing was added; name a file that can be written to with --file', { cause: error })
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new BenchError('usage', `${path} cannot be read: ${(cause as NodeJS.ErrnoException).code}`, 'name another file with --file', { cause })
  }
}

function parseLine(line: string, path: string, number: number): HistoryEntry {
  const seen = (what: string, cause: unknown) => new BenchError('usage', `${path}, line ${number}: ${what}`, 'mend or remove the line: each is one suite, as npm run history writes it', { cause })
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw seen('no JSON', cause)
  }
  const reading = historyEntrySchema.safeParse(value)
  if (reading.success) return reading.data
  throw seen(`no line of a history: ${z.prettifyError(reading.error).replaceAll('\n', ' ')}`, reading.error)
}
