import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { replaceFile } from '../archive/replace-file.ts'
import type { RunFile } from '../archive/run-file.ts'
import { BenchError, formatError } from '../errors.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import type { ReportFormat } from './formats.ts'
import { reportFormats } from './formats.ts'

/**
 * Writes a run in every form into a folder, and returns the paths. A form that cannot be made does not keep the others from
 * being written; it is thrown in the end. Throws `results-folder` at once when one cannot be written, and the reason of the
 * signal when that is aborted.
 */
export async function writeReports(
  run: RunFile,
  micro: MicroFile | undefined,
  folder: string,
  { formats = reportFormats, signal }: { readonly formats?: readonly ReportFormat[]; readonly signal?: AbortSignal } = {},
): Promise<readonly string[]> {
  const written: string[] = []
  const failures: string[] = []
  for (const { fileName, render } of formats) {
    const text = await rendered(render(run, micro))
    // Drawing lets nothing else happen: here Ctrl-C gets its turn.
    await setImmediate()
    signal?.throwIfAborted()
    if (text.failure !== null) failures.push(`${fileName} could not be made: ${text.failure}`)
    else {
      replaceFile(join(folder, fileName), text.content)
      written.push(fileName)
    }
  }
  if (failures.length > 0) throw new BenchError('harness', failures.join('\n'), written.length === 0 ? '' : `written: ${written.join(', ')}`)
  return written.map((fileName) => join(folder, fileName))
}

type Rendered = { readonly failure: null; readonly content: string } | { readonly failure: string }

async function rendered(rendering: ReturnType<ReportFormat['render']>): Promise<Rendered> {
  try {
    return { failure: null, content: await rendering }
  } catch (error) {
    return { failure: formatError(error) }
  }
}
