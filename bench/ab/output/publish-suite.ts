import { appendFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { replaceFile } from '../../archive/replace-file.ts'
import type { AbFile } from '../ab-file.ts'
import { formatAnnotations } from './annotations.ts'
import { bencherReport } from './bencher.ts'
import { githubActionBenchmark } from './github-action-benchmark.ts'
import { formatJunit } from './junit.ts'
import { formatComment } from './pull-request-comment.ts'
import { formatSuiteMarkdown } from './suite-markdown.ts'

/** What GitHub takes of the summary of a step, in bytes; it shows nothing of a larger one. */
export const stepSummaryLimit = 1024 * 1024

/** What a GitHub job gives to its steps. */
export interface JobEnvironment {
  readonly GITHUB_ACTIONS?: string | undefined
  readonly GITHUB_STEP_SUMMARY?: string | undefined
}

/**
 * Writes the other forms of a suite beside its file (`path`). In a GitHub job it also appends to the summary of the step and
 * prints annotations. Throws `results-folder` when a file cannot be written.
 */
export function publishSuite(file: AbFile, path: string, environment: JobEnvironment, print: (text: string) => void): void {
  const summary = environment.GITHUB_STEP_SUMMARY ?? ''
  if (environment.GITHUB_ACTIONS === 'true') print(formatAnnotations(file))
  for (const [name, text] of Object.entries(outputFiles(file))) replaceFile(join(dirname(path), name), text)
  if (summary !== '') appendSummary(file, summary, print)
}

export function outputFiles(file: AbFile): Readonly<Record<string, string>> {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
  return {
    'summary.md': formatSuiteMarkdown(file, stepSummaryLimit),
    'comment.md': formatComment(file),
    'junit.xml': formatJunit(file),
    'github-action-benchmark.json': json(githubActionBenchmark(file)),
    'bencher.json': json(bencherReport(file)),
  }
}

/** Other commands of the step may have written to it before. A summary that cannot be written fails no suite. */
function appendSummary(file: AbFile, summary: string, print: (text: string) => void): void {
  try {
    const taken = statSync(summary, { throwIfNoEntry: false })?.size ?? 0
    const text = formatSuiteMarkdown(file, stepSummaryLimit - taken - 1)
    if (text !== '') appendFileSync(summary, taken > 0 ? `\n${text}` : text)
  } catch (error) {
    print(`the summary of the step could not be written: ${(error as Error).message}\n`)
  }
}
