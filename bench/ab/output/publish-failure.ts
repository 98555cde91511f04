import { cut } from '../../report/columns.ts'
import { preformatted } from '../../report/markdown-text.ts'
import { exitCodeOf, formatError } from '../../errors.ts'
import { formatAnnotation } from './annotations.ts'
import type { JobEnvironment } from './step-summary.ts'
import { appendToStepSummary } from './step-summary.ts'

const outcome = 'the comparison could not be made'
const mostCharacters = 8_000

/** Tells a GitHub job that there is no suite, and why: a build that failed, a server that did not start, a commit that is not there. */
export function publishFailure(error: unknown, environment: JobEnvironment, print: (text: string) => void): void {
  if (environment.GITHUB_ACTIONS === 'true') print(formatAnnotation({ level: 'error', title: `etag-bench ab: ${outcome}`, message: formatError(error) }))
  appendToStepSummary(environment, (limitBytes) => formatFailure(error, limitBytes), print)
}

/** Empty where it does not fit. */
function formatFailure(error: unknown, limitBytes: number): string {
  const title = `## etag-bench: ${outcome}\n`
  const rest = `\nNothing was compared; exit code ${exitCodeOf(error)}.\n\n${preformatted(cut(formatError(error), mostCharacters))}\n`
  return [`${title}${rest}`, title].find((text) => Buffer.byteLength(text) <= limitBytes) ?? ''
}
