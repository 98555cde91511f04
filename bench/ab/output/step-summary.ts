import { appendFileSync, statSync } from 'node:fs'

/** What GitHub takes of the summary of a step, in bytes; it shows nothing of a larger one. */
export const stepSummaryLimit = 1024 * 1024

/** What a GitHub job gives to its steps. */
export interface JobEnvironment {
  readonly GITHUB_ACTIONS?: string | undefined
  readonly GITHUB_STEP_SUMMARY?: string | undefined
}

/**
 * Appends what `render` makes of the bytes that are left, in a GitHub job. Other commands of the step may have written to the
 * summary before. One that cannot be written fails nothing: it is told.
 */
export function appendToStepSummary(environment: JobEnvironment, render: (limitBytes: number) => string, print: (text: string) => void): void {
  const summary = environment.GITHUB_STEP_SUMMARY ?? ''
  if (summary === '') return
  try {
    const taken = statSync(summary, { throwIfNoEntry: false })?.size ?? 0
    const text = render(stepSummaryLimit - taken - 1)
    if (text !== '') appendFileSync(summary, taken > 0 ? `\n${text}` : text)
  } catch (error) {
    print(`the summary of the step could not be written: ${(error as Error).message}\n`)
  }
}
