import { dirname, join } from 'node:path'
import { resultPaths } from '../archive/result-paths.ts'
import type { RunFile } from '../archive/run-file.ts'
import { BenchError } from '../errors.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import { microForm, readMicroFile } from '../micro/read-micro-file.ts'
import { mismatches } from '../model/micro-fit.ts'

export interface ChosenMicro {
  readonly path: string
  readonly file: MicroFile
}

/**
 * The micro file that is joined to a run. `wanted` is a path, whose errors are thrown; true: the one in the run's folder,
 * else the newest in a folder beside it; of these only one that can say something of the run. False: none.
 */
export function chooseMicro(run: RunFile, runFolder: string, wanted: string | boolean): ChosenMicro | undefined {
  if (wanted === false) return undefined
  if (wanted !== true) return { path: wanted, file: readMicroFile(wanted) }
  const candidates = [join(runFolder, microForm.fileName), ...resultPaths(dirname(runFolder), microForm.fileName)]
  for (const path of candidates) {
    const file = readIfMicro(path)
    if (file?.estimates != null && mismatches(run, file).length === 0) return { path, file }
  }
  return undefined
}

/** What nobody asked for by name is passed over when it cannot be read. */
function readIfMicro(path: string): MicroFile | undefined {
  try {
    return readMicroFile(path)
  } catch (error) {
    if (error instanceof BenchError) return undefined
    throw error
  }
}
