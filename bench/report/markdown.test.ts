import { describe, expect, it } from 'vitest'
import type { RunFile } from '../archive/run-file.ts'
import { estimateRun } from '../estimate/estimates.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { buildHostileRun } from './hostile-run-fixture.ts'
import { formatMarkdown } from './markdown.ts'
import { buildEdits, buildPolls } from './record-fixture.ts'

function finished(given: Partial<RunFile> = {}, strategies = ['sha256', 'version']): RunFile {
  const run = { ...buildRun({ us: ({ arm, responseClass, launch }) => (arm === 'version' && responseClass === '304' ? 20 : 80) + launch / 10, strategies, sizesBytes: [1_000, 10_000] }), ...given }
  return { ...run, estimates: estimateRun(run) }
}

const played = (strategies: readonly string[]) => strategies.flatMap((strategy) => [
  buildPolls({ strategy }, strategy === 'none' ? 0 : 900, 0, strategy === 'none' ? 10_300 : 300),
  buildEdits({ strategy, lostUpdates: { least: strategy === 'none' ? 41 : 0, most: strategy === 'none' ? 41 : 0, acknowledged: 300, documentsWithLosses: 4 } }),
])

describe('formatMarkdown', () => {
  const text = formatMarkdown(finished({ scenarios: played(['none', 'sha256', 'version']) }))

  it('opens with the answer, before any table', () => {
    const [title, , answer] = text.split('\n')
    expect(title).toBe('# etag-bench, default run of 2026-11-21')
    expect(answer).toMatch(/^\*\*Use version\.\*\* /)
    expect(text.indexOf('\n| ')).toBeGreaterThan(text.indexOf('**Use version.**'))
  })

  it('says what got lost', () => {
    expect(text).toMatch(/41 of 300 with none/)
  })

  it('holds the command that made the run in a block of code', () => {
    expect(text).toContain('\n```\nnpm run bench\n```\n')
  })

  it('has tables of as many cells in every row as in their heads, and an empty line before each', () => {
    for (const lines of tablesOf(text)) {
      const cells = lines.map((line) => line.split('|').length)
      expect(new Set(cells).size).toBe(1)
      expect(lines[1]).toMatch(/^(\| (:---|---:) )+\|$/)
      expect(text).toContain(`\n\n${lines[0]}\n`)
    }
    expect(tablesOf(text).length).toBeGreaterThan(5)
  })

  it('closes every block that it folds', () => {
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
  })

  it('says of a run that ended early, and of a violation, before the answer', () => {
    const scenarios = [buildEdits({ strategy: 'version', violations: [{ kind: 'lost-updates', count: 1, message: '1 of 300 is gone' }] })]
    const alarmed = formatMarkdown(finished({ status: 'partial', endedBy: 'Ctrl-C', scenarios }))
    const beforeAnswer = alarmed.slice(0, alarmed.indexOf('\n**'))
    expect(beforeAnswer).toContain('Ctrl-C')
    expect(beforeAnswer).toContain('1 of 300 is gone')
  })

  it('of a run that measured nothing has neither table heads without rows nor empty sections', () => {
    const empty = formatMarkdown({ ...finished(), bursts: [], estimates: null, arms: [], status: 'partial' })
    expect(empty).toMatch(/^# etag-bench/)
    expect(empty).not.toMatch(/---:? \|\n(?!\|)/)
    expect(empty).not.toContain('undefined')
  })

  it('says what speaks against its figures, with the bursts that do not count folded below', () => {
    const run = finished({ warnings: ['the machine was busy'] })
    const bursts = run.bursts.map((burst, index) => (index === 0 ? { ...burst, voidReason: 'the host took 5.0 % of the CPU time away' } : burst))
    const [, doubts] = formatMarkdown({ ...run, bursts }).split('## How far to trust it\n')
    expect(doubts).toContain('\n- Warning: the machine was busy\n')
    expect(doubts).toMatch(/<details><summary>[^]*the host took 5\.0 % of the CPU time away/)
  })

  it('fits a comment on GitHub, however much was measured, and says which tables have no room', () => {
    const strategies = Array.from({ length: 30 }, (_, index) => `strategy-with-a-long-name-${index}`)
    const scenarios = Array.from({ length: 8 }, (_, index) => `${index} editors`).flatMap((variant) => played(['none', ...strategies]).map((record) => ({ ...record, variant })))
    const long = formatMarkdown(finished({ scenarios }, strategies))
    expect(long.length).toBeLessThan(65_536)
    expect(long).toMatch(/\(Its table of \d+ rows has no room here: see report\.html\.\)/)
  })

  it('keeps hostile strings text', () => {
    const lines = formatMarkdown(buildHostileRun()).split('\n')
    const hostileLines = withoutCode(lines)
    // Our own markup is all there is.
    const own = /<\/?(?:details|summary|sub)>|\*\*|`(?:estimates\.csv|report\.html)`/g
    const rest = hostileLines.map((line) => line.replaceAll(own, '').replaceAll(/\[\d[\d., ]*\]/g, ''))
    expect(rest.filter((line) => /[<*`\\[\]~{}$]|javascript:|@(?!$)|#\d(?!\d*;)/.test(line.replaceAll(/&#\d+;/g, '')))).toEqual([])
    expect(hostileLines.filter((line) => line.startsWith('#') && !/^##? /.test(line))).toEqual([])
    for (const table of tablesOf(hostileLines.join('\n'))) expect(new Set(table.map((line) => line.split('|').length)).size).toBe(1)
    expect([...lines.join('')].filter((character) => /\p{Cc}/u.test(character))).toEqual([])
  })

  it('is the same for the same run', () => {
    expect(formatMarkdown(buildHostileRun())).toBe(formatMarkdown(buildHostileRun()))
  })
})

/** Lines of each table. */
function tablesOf(text: string): readonly (readonly string[])[] {
  return text.split('\n\n').map((block) => block.split('\n')).filter(([first]) => first?.startsWith('| '))
}

/** A fence ends at the first line that is the same. */
function withoutCode(lines: readonly string[]): readonly string[] {
  const start = lines.findIndex((line) => /^`{3,}$/.test(line))
  const end = lines.indexOf(lines[start]!, start + 1)
  expect(end).toBe(start + 2)
  return [...lines.slice(0, start), ...lines.slice(end + 1)]
}
