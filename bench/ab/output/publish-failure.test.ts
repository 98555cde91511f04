import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BenchError } from '../../errors.ts'
import { publishFailure } from './publish-failure.ts'
import type { JobEnvironment } from './step-summary.ts'
import { stepSummaryLimit } from './step-summary.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-failure-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const failure = new BenchError('harness', 'npm ci of base (0123456789) ended with code 1; its output:\n  npm error <left> is 100 % absent', 'nothing was compared')
function printed(environment: JobEnvironment, error: unknown = failure): string {
  let text = ''
  publishFailure(error, environment, (more) => (text += more))
  return text
}

describe('publishFailure', () => {
  it('says nothing outside a GitHub job', () => {
    expect(printed({})).toBe('')
  })

  it('annotates what went wrong, with the output', () => {
    expect(printed({ GITHUB_ACTIONS: 'true' })).toBe(
      '::error title=etag-bench ab%3A the comparison could not be made::npm ci of base (0123456789) ended with code 1; its output:%0A  npm error <left> is 100 %25 absent%0Anothing was compared\n',
    )
  })

  it('tells it in the summary of the step, with the exit code, and as much as fits', () => {
    const summary = join(scratch, 'summary')
    expect(printed({ GITHUB_STEP_SUMMARY: summary })).toBe('')
    expect(readFileSync(summary, 'utf8')).toBe(`\
## etag-bench: the comparison could not be made

Nothing was compared; exit code 5.

<pre>npm ci of base (0123456789) ended with code 1; its output:
  npm error &lt;left&gt; is 100 % absent
nothing was compared</pre>
`)
    for (const [room, added] of [[100, '\n## etag-bench: the comparison could not be made\n'], [20, '']] as const) {
      writeFileSync(summary, 'x'.repeat(stepSummaryLimit - room))
      printed({ GITHUB_STEP_SUMMARY: summary })
      expect(readFileSync(summary, 'utf8').slice(stepSummaryLimit - room)).toBe(added)
    }
  })
})
