import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { abFile, abVerdict } from '../ab-file-fixture.ts'
import { formatSuite } from '../verdict-table.ts'
import { formatAnnotations } from './annotations.ts'
import { eventfulSuite } from './eventful-suite-fixture.ts'
import { outputFiles, publishSuite } from './publish-suite.ts'
import type { JobEnvironment } from './step-summary.ts'
import { stepSummaryLimit } from './step-summary.ts'
import { formatSuiteMarkdown } from './suite-markdown.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-publish-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const suite = eventfulSuite()

function publish(environment: JobEnvironment, file = suite) {
  const folder = mkdtempSync(join(scratch, 'suite-'))
  let printed = ''
  publishSuite(file, join(folder, 'ab.json'), environment, (text) => (printed += text))
  return { folder, printed }
}

describe('publishSuite', () => {
  it('writes every form of a suite beside its file, and prints nothing outside a GitHub job', () => {
    const { folder, printed } = publish({})
    const files = Object.entries(outputFiles(suite))
    expect(readdirSync(folder).toSorted()).toEqual(['bencher.json', 'comment.md', 'github-action-benchmark.json', 'junit.xml', 'summary.md'])
    expect(files.map(([name]) => readFileSync(join(folder, name), 'utf8'))).toEqual(files.map(([, text]) => text))
    expect(printed).toBe('')
  })

  it('prints annotations in a GitHub job only', () => {
    expect(publish({ GITHUB_ACTIONS: 'true' }).printed).toBe(formatAnnotations(suite))
    expect(publish({ GITHUB_ACTIONS: 'false' }).printed).toBe('')
  })

  it('names an exact gate that did not hold in every form: what, where, and both figures', () => {
    const texts = { ...outputFiles(suite), annotations: formatAnnotations(suite), terminal: formatSuite(suite, 'ab.json') }
    const missing = Object.entries(texts).flatMap(([name, text]) =>
      ['bytes of a 304', 'version/10kB', '150', '190'].filter((word) => !text.includes(word)).map((word) => `${word} in ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('says first, in every form with words, that nothing could be compared', () => {
    const nothing = abFile([abVerdict({ verdict: 'void', effect: null, why: 'idle' })], { exitCode: 4 })
    const { 'summary.md': summary, 'comment.md': comment, 'junit.xml': junit, 'bencher.json': bencher } = outputFiles(nothing)
    expect(summary).toMatch(/^## etag-bench: nothing could be compared, 1 cell void\n/)
    expect(comment).toContain(summary)
    expect(junit).toContain('<error type="void" message="nothing could be compared, 1 cell void"/>')
    expect(formatAnnotations(nothing)).toMatch(/^::error title=etag-bench ab%3A nothing could be compared::/)
    expect(formatSuite(nothing, 'ab.json')).toMatch(/^NO CELL COULD BE COMPARED: all are void\n/)
    expect(bencher).not.toContain('cpu')
  })

  it('appends to the summary of the step, after what other commands wrote', () => {
    const summary = join(scratch, 'summary')
    publish({ GITHUB_STEP_SUMMARY: summary })
    expect(readFileSync(summary, 'utf8')).toBe(formatSuiteMarkdown(suite, stepSummaryLimit))
    writeFileSync(summary, '# Before\n')
    publish({ GITHUB_STEP_SUMMARY: summary })
    expect(readFileSync(summary, 'utf8')).toBe(`# Before\n\n${formatSuiteMarkdown(suite, stepSummaryLimit)}`)
  })

  it('stays within what GitHub takes of a summary, together with what is there', () => {
    const summary = join(scratch, 'nearly-full')
    const large = abFile(Array.from({ length: 2_000 }, (_, index) => abVerdict({ cell: `s${index}/10kB/200` })))
    for (const room of [100_000, 500, 80, 0]) {
      writeFileSync(summary, 'x'.repeat(stepSummaryLimit - room))
      publish({ GITHUB_STEP_SUMMARY: summary }, large)
      const written = readFileSync(summary)
      expect(written.length).toBeLessThanOrEqual(stepSummaryLimit)
      expect(written.length > stepSummaryLimit - room).toBe(room > 80)
    }
  })

  it('says that the summary could not be written, and goes on', () => {
    const { printed } = publish({ GITHUB_STEP_SUMMARY: join(scratch, 'absent', 'summary') })
    expect(printed).toMatch(/^the summary of the step could not be written: ENOENT/)
  })
})
