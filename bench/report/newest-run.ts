import { readRunFile } from '../archive/read-run-file.ts'
import { resultPaths } from '../archive/result-paths.ts'
import { BenchError } from '../errors.ts'

export interface NewestRun {
  readonly runPath: string
  /** Newer ones that were passed over, newest first. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
}

/**
 * The newest run of a folder that has ended, be it because it was interrupted. One without an end is still under way, and
 * what is written beside it would be in its way; or it was killed, and can be named. Throws a usage error where none has ended.
 */
export function newestRun(resultsFolder: string): NewestRun {
  const skipped: NewestRun['skipped'][number][] = []
  for (const path of resultPaths(resultsFolder, 'run.json')) {
    const reason = whyNot(path)
    if (reason === null) return { runPath: path, skipped }
    skipped.push({ path, reason })
  }
  if (skipped.length === 0) throw new BenchError('usage', `there is no run in ${resultsFolder} yet`, 'make one with npm run bench, or name a run.json')
  const passedOver = skipped.map(({ path, reason }) => `${path}: ${reason}`)
  throw new BenchError('usage', ['no run has ended yet', ...passedOver].join('\n'), 'wait for it, or name its run.json')
}

function whyNot(path: string): string | null {
  try {
    return readRunFile(path).finishedAt === null ? 'it has not ended, or was killed: name it to have it all the same' : null
  } catch (error) {
    if (error instanceof BenchError) return error.message
    throw error
  }
}
