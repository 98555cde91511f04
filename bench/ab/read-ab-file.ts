import type { ResultForm } from '../archive/read-result-file.ts'
import { readResultFile } from '../archive/read-result-file.ts'
import type { AbFile } from './ab-file.ts'
import { abFileSchema, abSchemaVersion } from './ab-file.ts'

const abForm: ResultForm<AbFile> = { fileName: 'ab.json', kind: 'etag-bench ab', schema: abSchemaVersion, madeBy: 'npm run ab', parser: abFileSchema }

/** A suite file, or the `ab.json` in a folder. Throws a usage error that says what is wrong with it and what to do. */
export function readAbFile(path: string): AbFile {
  return readResultFile(path, abForm)
}
