import type { ResultForm } from '../archive/read-result-file.ts'
import { readResultFile } from '../archive/read-result-file.ts'
import type { MicroFile } from './micro-file.ts'
import { microFileSchema, microKind, microSchemaVersion } from './micro-file.ts'

export const microForm: ResultForm<MicroFile> = {
  fileName: 'micro.json',
  kind: microKind,
  schema: microSchemaVersion,
  madeBy: 'npm run micro',
  parser: microFileSchema,
}

/** A micro file, or the `micro.json` in a folder. Throws a usage error that says what is wrong with it and what to do. */
export function readMicroFile(path: string): MicroFile {
  return readResultFile(path, microForm)
}
