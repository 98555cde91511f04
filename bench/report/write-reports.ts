import { join } from 'node:path'
import { replaceFile } from '../archive/replace-file.ts'
import type { RunFile } from '../archive/run-file.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import { reportFormats } from './formats.ts'

/** Writes a run in every form into a folder, and returns the paths. Throws `results-folder` when one cannot be written. */
export async function writeReports(run: RunFile, micro: MicroFile | undefined, folder: string): Promise<readonly string[]> {
  const paths: string[] = []
  for (const { fileName, render } of reportFormats) {
    const path = join(folder, fileName)
    replaceFile(path, await render(run, micro))
    paths.push(path)
  }
  return paths
}
