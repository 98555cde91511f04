import { dirname, join } from 'node:path'
import { resultPaths } from '../archive/result-paths.ts'
import type { RunFile } from '../archive/run-file.ts'
import { BenchError } from '../errors.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import { microForm, readMicroFile } from '../micro/read-micro-file.ts'
import { whereTheCpuGoes } from '../model/breakdown.ts'
import { mismatches } from '../model/micro-fit.ts'

export interface FoundMicro {
  readonly path: string
  readonly file: MicroFile
}

export interface MicroChoice {
  readonly chosen: FoundMicro | undefined
  /** Why the one that was asked for, or the newest where none fits, says nothing of this run. */
  readonly whyNone: { readonly path: string; readonly reason: string } | null
}

/**
 * The micro file that is joined to a run. `wanted` is a path, whose errors are thrown; true: the one in the run's folder,
 * else of those in the folders beside it the one that leaves the fewest parts open, the newest of equals; only one that can
 * say something of the run. False: none.
 */
export function chooseMicro(run: RunFile, runFolder: string, wanted: string | boolean): MicroChoice {
  if (wanted === false) return { chosen: undefined, whyNone: null }
  if (wanted !== true) return asked(run, { path: wanted, file: readMicroFile(wanted) })
  const [own, others] = [read([join(runFolder, microForm.fileName)]), read(resultPaths(dirname(runFolder), microForm.fileName))]
  const fits = ({ file }: FoundMicro) => mismatches(run, file).length === 0
  const [chosen] = [...own.filter(fits), ...others.filter(fits).toSorted((a, b) => openParts(run, a) - openParts(run, b))]
  const [newest] = [...own, ...others]
  return { chosen, whyNone: chosen === undefined && newest !== undefined ? whyNot(run, newest) : null }
}

/** One that does not fit is chosen all the same: the report then says that it does not. */
function asked(run: RunFile, chosen: FoundMicro): MicroChoice {
  return { chosen, whyNone: mismatches(run, chosen.file).length === 0 ? null : whyNot(run, chosen) }
}

const whyNot = (run: RunFile, { path, file }: FoundMicro) => ({ path, reason: mismatches(run, file).join('; ') })

/** What nobody asked for by name is passed over when it cannot be read, or measured nothing. */
function read(paths: readonly string[]): readonly FoundMicro[] {
  return paths.flatMap((path) => {
    try {
      const file = readMicroFile(path)
      return file.estimates === null ? [] : [{ path, file }]
    } catch (error) {
      if (error instanceof BenchError) return []
      throw error
    }
  })
}

/** One that was cut short has fewer launches than any other: it comes last. */
function openParts(run: RunFile, { file }: FoundMicro): number {
  const open = whereTheCpuGoes(run, file).bars.flatMap(({ missing }) => missing).length
  return file.status === 'complete' ? open : Number.MAX_SAFE_INTEGER
}
