import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Result files of that name in the folders of runs, newest first: names of runs sort by time. */
export function resultPaths(resultsFolder: string, fileName: string): readonly string[] {
  if (!existsSync(resultsFolder)) return []
  return readdirSync(resultsFolder)
    .toSorted()
    .toReversed()
    .map((run) => join(resultsFolder, run, fileName))
    .filter((path) => existsSync(path))
}
