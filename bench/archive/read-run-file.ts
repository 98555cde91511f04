import type { ResultForm } from './read-result-file.ts'
import { readResultFile } from './read-result-file.ts'
import type { RunFile } from './run-file.ts'
import { runFileSchema, schemaVersion } from './run-file.ts'

export const runForm: ResultForm<RunFile> = {
  fileName: 'run.json',
  kind: 'etag-bench run',
  schema: schemaVersion,
  madeBy: 'npm run bench',
  parser: runFileSchema,
}

/** A run file, or the `run.json` in a folder. Throws a usage error that says what is wrong with it and what to do. */
export function readRunFile(path: string): RunFile {
  return readResultFile(path, runForm)
}
