import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { AbFile } from '../ab/ab-file.ts'
import { abFile, abVerdict } from '../ab/ab-file-fixture.ts'
import { runCli } from '../fixtures/cli-process.ts'
import { extendHistory } from './extend-history.ts'
import { historyEntryOf } from './history-entry-of.ts'
import { readHistory } from './history-file.ts'
import { renderHistory } from './history-page.ts'
import { historyView } from './history-view.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-history-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** The suite of the nth day, against the reference of all. */
function suite(day: number, changes: Partial<AbFile> = {}, verdicts = [abVerdict()]): AbFile {
  const made = abFile(verdicts, { id: `suite-${day}`, startedAt: `2026-11-0${day}T08:00:00.000Z` })
  const head = { ...made.builds.head, ref: 'main', commit: `${day}`.repeat(40), dirty: false }
  return { ...made, builds: { ...made.builds, head }, ...changes }
}

const named = (file: AbFile) => ({ path: `${file.id}/ab.json`, file })
const slower = abVerdict({ verdict: 'regressed', effect: { kind: 'interval', point: 1.081, low: 1.06, high: 1.1, level: 0.95, coverage: 0.958, launches: 12 } })

describe('extendHistory', () => {
  it('has suites in the order of their time, whenever they were added, and each once', () => {
    const first = extendHistory([], [named(suite(2)), named(suite(1))])
    expect([first.added, first.known, first.problems]).toEqual([['suite-1', 'suite-2'], [], []])
    const again = extendHistory(first.entries, [named(suite(2)), named(suite(4))])
    expect([again.added, again.known, again.entries.map(({ commit }) => commit[0])]).toEqual([['suite-4'], ['suite-2'], ['1', '2', '4']])
    expect(extendHistory(again.entries, [named(suite(3))]).entries.map(({ commit }) => commit[0])).toEqual(['1', '2', '3', '4'])
  })

  it.each<[string, AbFile, string]>([
    ['partial', suite(2, { status: 'partial', endedBy: 'interrupted' }), 'it is partial: interrupted'],
    ['of another reference', suite(2, { builds: { ...suite(2).builds, base: { ...suite(2).builds.base, commit: 'f'.repeat(40) } } }), 'its base is ffffffffff, and the reference of this history is 0123456789'],
    ['of another machine', suite(2, { environment: { ...suite(2).environment, cores: 64 } }), 'made on Test CPU, 64 cores, Node v26.10.0, and this history on Test CPU, 2 cores, Node v26.10.0'],
    ['of other servers', suite(2, { builds: { ...suite(2).builds, head: { ...suite(2).builds.head, command: 'node b.js' } } }), 'its servers are started by node b.js, and those of this history by the project itself'],
    ['of uncommitted changes', suite(2, { builds: { ...suite(2).builds, head: { ...suite(2).builds.head, dirty: true } } }), 'its head holds changes that no commit has'],
    ['slowed on purpose', suite(2, { injection: { percent: 5, waitNs: {} } }), 'its head was slowed on purpose'],
    ['without an effect', suite(2, {}, [abVerdict({ verdict: 'void', effect: null })]), 'it has no effect of any cell'],
  ])('takes no suite that is %s', (_what, file, problem) => {
    expect(extendHistory([historyEntryOf(suite(1))], [named(file)])).toMatchObject({ added: [], problems: [`suite-2/ab.json: ${problem}`] })
  })
})

describe('historyView and renderHistory', () => {
  const entries = [suite(1), suite(2), suite(3, {}, [slower])].map(historyEntryOf)

  it('has a point for each suite of a cell, as a change in per cent with its interval', () => {
    const { panels, commits, answer } = historyView(entries)
    expect(answer).toBe('3333333333 has regressed against the reference in sha256/10kB/304')
    expect(commits).toEqual(['1111111111', '2222222222', '3333333333'])
    expect(panels.map(({ cell, points }) => [cell, points.map(({ place, change, low, high, verdict }) => [place, ...[change, low, high].map((value) => value?.toFixed(1)), verdict])])).toEqual([
      ['sha256/10kB/304', [[0, '0.2', '-1.0', '1.3', 'no-change'], [1, '0.2', '-1.0', '1.3', 'no-change'], [2, '8.1', '6.0', '10.0', 'regressed']]],
    ])
    expect(historyView(entries.slice(0, 2)).answer).toBe('2222222222 is no slower than the reference in 1 of 1 cells')
  })

  it('draws each effect twice, with words for who cannot see it, and needs no other file', () => {
    const page = renderHistory(entries)
    expect(page).toBe(renderHistory(entries))
    expect(page.match(/<svg/g)).toHaveLength(2)
    expect(page).toContain('3333333333, 2026-11-03: +8.1% [+6.0, +10.0], regressed, 12 launches')
    expect(page).toContain("default-src &#39;none&#39;")
    expect(page).not.toMatch(/(?:src|href)="(?!#)|<script|<style[^>]*>[^<]*@import/)
    const svg = /<svg.*?<\/svg>/s.exec(page)?.[0] ?? ''
    // Marks, intervals and the names of commits below them.
    expect([svg.match(/stroke-opacity="0.6"[^]*?<\/g>/)?.[0].match(/<line/g)?.length, svg.match(/var\(--loss\)/g)?.length]).toEqual([3, 2])
    expect(svg).toContain('>3333333<')
  })

  it('what a file says becomes text, not markup', () => {
    const page = renderHistory([historyEntryOf(suite(1, {}, [abVerdict({ cell: '<b>x</b>/1kB/200' })]))])
    expect(page).not.toContain('<b>')
    expect(page).toContain('&lt;b&gt;x')
  })
})

describe('npm run history', () => {
  it('appends suites, draws the page, and changes nothing where one does not belong', async () => {
    const file = join(scratch, 'history.jsonl')
    const write = (made: AbFile) => {
      const path = join(scratch, `${made.id}.json`)
      writeFileSync(path, JSON.stringify(made))
      return path
    }
    const none = await runCli('history', '--file', file)
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('there is no history in')])
    const added = await runCli('history', write(suite(1)), write(suite(2)), '--file', file)
    expect([added.code, added.stderr, added.stdout]).toEqual([0, '', `2 added, 2 in all: ${file}\n${join(scratch, 'history.html')}\n`])
    const before = readFileSync(file, 'utf8')
    expect(before.split('\n').length).toBe(3)
    expect(readHistory(file).map((entry) => entry.suite)).toEqual(['suite-1', 'suite-2'])
    expect(readFileSync(join(scratch, 'history.html'), 'utf8')).toContain('2222222222 is no slower than the reference')
    const refused = await runCli('history', write(suite(3)), write({ ...suite(4), status: 'partial' }), '--file', file)
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/^nothing was added:\n- .*suite-4\.json: it is partial: still under way\n/)])
    expect(readFileSync(file, 'utf8')).toBe(before)
  })

  it('makes the folder of a history, names the flag of one that cannot be written, and draws no page over it', async () => {
    const path = join(scratch, 'one.json')
    writeFileSync(path, JSON.stringify(suite(1)))
    const file = join(scratch, 'new/history.jsonl')
    expect((await runCli('history', path, '--file', file)).code).toBe(0)
    const before = readFileSync(file, 'utf8')
    const over = await runCli('history', path, '--file', file, '--out', file)
    expect([over.code, over.stderr, readFileSync(file, 'utf8')]).toEqual([2, `${file} would be the page and the history, and lose the suites\nname another file with --out\n`, before])
    const nowhere = await runCli('history', path, '--file', join(path, 'history.jsonl'))
    expect([nowhere.code, nowhere.stderr]).toEqual([5, expect.stringMatching(/ENOTDIR\nnothing was added; name a file that can be written to with --file\n$/)])
  })

  it.each([
    ['{', /line 2: no JSON/],
    ['{"schema":2}', /line 2: no line of a history: /],
  ])('names the line that is none: %s', (line, reason) => {
    const path = join(scratch, 'broken.jsonl')
    writeFileSync(path, `${JSON.stringify(historyEntryOf(suite(1)))}\n${line}\n`)
    expect(() => readHistory(path)).toThrow(reason)
  })
})
