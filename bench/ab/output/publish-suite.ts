import { dirname, join } from 'node:path'
import { replaceFile } from '../../archive/replace-file.ts'
import type { AbFile } from '../ab-file.ts'
import { formatAnnotations } from './annotations.ts'
import { bencherReport } from './bencher.ts'
import { githubActionBenchmark } from './github-action-benchmark.ts'
import { formatJunit } from './junit.ts'
import { formatComment } from './pull-request-comment.ts'
import type { JobEnvironment } from './step-summary.ts'
import { appendToStepSummary, stepSummaryLimit } from './step-summary.ts'
import { formatSuiteMarkdown } from './suite-markdown.ts'

/**
 * Writes the other forms of a suite beside its file (`path`). In a GitHub job it also appends to the summary of the step and
 * prints annotations. Throws `results-folder` when a file cannot be written.
 */
export function publishSuite(file: AbFile, path: string, environment: JobEnvironment, print: (text: string) => void): void {
  // First what cannot fail: it is told even where a folder has become full.
  if (environment.GITHUB_ACTIONS === 'true') print(formatAnnotations(file))
  appendToStepSummary(environment, (limitBytes) => formatSuiteMarkdown(file, limitBytes), print)
  for (const [name, text] of Object.entries(outputFiles(file))) replaceFile(join(dirname(path), name), text)
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
