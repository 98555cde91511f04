import { describe, expect, it } from 'vitest'
import { abFile, abSettings, abVerdict } from '../ab-file-fixture.ts'
import { eventfulSuite, hostileSuite, unconfirmedSuite } from './eventful-suite-fixture.ts'
import { commentLimit, commentMarker, formatComment } from './pull-request-comment.ts'
import { formatSuiteMarkdown } from './suite-markdown.ts'

const roomy = 1_000_000
const rowsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (cell|exact gate) /.test(line))

describe('formatSuiteMarkdown', () => {
  it('has one table of what changed, and folds the rest away', () => {
    expect(formatSuiteMarkdown(eventfulSuite(), roomy)).toBe(`\
## etag-bench: 1 of 5 cells regressed, 1 of 2 exact gates did not hold

1 regressed, 1 improved, 1 no change, 1 cannot tell, 1 void; exit code 1; 8 launches, seed 1.
- base: main (0123456789)
- head: the working tree at 0123456789, with changes that are not committed
- on: Test CPU, 2 cores, Node v26.10.0
- exact gates: 1 of 2 did not hold

| exact gate | of | base | head | why |
|---|---|---|---|---|
| bytes of a 304 | \`version/10kB\` | 150 | 190 | they must be equal |

| cell | verdict | server CPU per request | launches | sd | finds | why |
|---|---|---|---|---|---|---|
| \`sha256/10kB/put\` | **regressed** | +12.3% [+11.0, +13.8] | 12+8 | 1.7% | 4.6% | slower by more than 1 % in 12 launches and again in 8 fresh ones |
| \`xxhash/10kB/200\` | improved | -10.0% [-12.0, -8.0] | 8 | 1.7% | 4.6% | faster by more than 1 % in 8 launches |

<details><summary>The other 3: 1 no change, 1 cannot tell, 1 void</summary>

| cell | verdict | server CPU per request | launches | sd | finds | why |
|---|---|---|---|---|---|---|
| \`none/10kB/200\` | void | - | 0 | - | - | base answered 500 (20 times) instead of 200 |
| \`version/10kB/304\` | cannot tell | +1.0% [-6.0, +9.0] | 24 | 6.1% | - | 24 launches neither showed a slowdown beyond 1 % nor ruled out one of 10 % |
| \`sha256/10kB/304\` | no change >=5% | +0.2% [-1.0, +1.3] | 8 | 1.7% | 4.6% | a slowdown of 5 % or more is ruled out after 8 launches |

</details>

Head against base, with the interval, over the launches (+ confirming ones). sd: between launches. finds: the smallest slowdown that is found with 95 % probability at that spread.
`)
  })

  it.each([
    ['no regression in 1 cell', abFile([abVerdict()])],
    ['no regression found; of 3 cells 1 cannot be told, 1 void', abFile([abVerdict(), abVerdict({ verdict: 'cannot-tell' }), abVerdict({ verdict: 'void' })])],
    ['nothing could be told; of 2 cells 1 cannot be told, 1 void', abFile([abVerdict({ verdict: 'cannot-tell' }), abVerdict({ verdict: 'void' })])],
    ['nothing could be compared, 1 cell void', abFile([abVerdict({ verdict: 'void' })], { exitCode: 4 })],
    ['smoke run: no regression found; of 1 cell 1 cannot be told', abFile([abVerdict({ verdict: 'cannot-tell' })], { settings: abSettings([], { mode: 'smoke' }) })],
    ['no regression in 1 cell; exact gates left out (--no-exact)', abFile([abVerdict()], { exact: [], settings: abSettings([], { exactGates: false }) })],
    ['no regression in 1 cell; exact gates compared nothing', abFile([abVerdict()], { exact: [] })],
    ['PARTIAL SUITE, server &#34;x&#34; died', abFile([abVerdict()], { status: 'partial', endedBy: 'server "x" died\nits <last> words', exitCode: 5 })],
  ])('says first what came of it: %s', (headline, suite) => {
    const text = formatSuiteMarkdown(suite, roomy)
    expect(text.split('\n')[0]?.replaceAll('"', '&#34;')).toBe(`## etag-bench: ${headline}`)
    expect(text.includes('<pre>server &quot;x&quot; died\nits &lt;last&gt; words</pre>')).toBe(suite.status === 'partial')
    expect(text.includes('<details open>')).toBe(suite.exitCode !== 0)
    expect(text.includes('No change was found.')).toBe(suite.verdicts.some(({ verdict }) => verdict === 'no-change'))
    expect(text.includes('No cell was settled.')).toBe(!text.includes('No change was found.'))
  })

  it('has an alarm without a confirmation among what changed, with what to do', () => {
    const text = formatSuiteMarkdown(unconfirmedSuite(), roomy)
    expect(text.split('\n')[0]).toBe('## etag-bench: no regression confirmed; of 3 cells 1 alarmed without being confirmed, 1 cannot be told')
    expect(rowsOf(text)).toEqual([
      '| `sha256/10kB/304` | **cannot tell** | +10.0% [+8.0, +12.0] | 12 | 1.7% | 4.6% | slower by more than 1 % in 12 launches, but the suite ended |',
      '| `version/10kB/304` | cannot tell | +0.2% [-1.0, +1.3] | 12 | 1.7% | 4.6% | open |',
      expect.stringContaining('| `none/10kB/200` | no change >=5% |'),
    ])
    expect(text).toContain('<summary>The other 2: 1 no change, 1 cannot tell</summary>')
    expect(text).not.toContain('No change was found.')
  })

  it('has an alarm whose fresh launches are void there too, and counts it once', () => {
    const text = formatSuiteMarkdown(abFile([abVerdict(), abVerdict({ cell: 'none/10kB/200', verdict: 'void', unconfirmedAlarm: true })], { exitCode: 3 }), roomy)
    expect(text.split('\n')[0]).toBe('## etag-bench: no regression confirmed; of 2 cells 1 alarmed without being confirmed')
    expect(rowsOf(text)[0]).toContain('| `none/10kB/200` | **void** |')
  })

  it('says how much it left out where there is no room for all, and keeps what changed', () => {
    const unchanged = Array.from({ length: 300 }, (_, index) => abVerdict({ cell: `s${index}/10kB/200` }))
    const suite = abFile([...unchanged, ...eventfulSuite().verdicts.slice(1, 2)])
    const whole = formatSuiteMarkdown(suite, roomy)
    expect(rowsOf(whole)).toHaveLength(301)
    for (const limit of [Buffer.byteLength(whole) - 1, 10_000, 2_000]) {
      const text = formatSuiteMarkdown(suite, limit)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit)
      const leftOut = Number(new RegExp(`\\*\\*(\\d+) rows? (?:is|are) left out: this text may take ${limit} bytes`).exec(text)?.[1])
      expect(rowsOf(text).length + leftOut).toBe(301)
      expect(rowsOf(text)[0]).toContain('sha256/10kB/put')
      // Another row would not have fitted.
      expect(limit - Buffer.byteLength(text)).toBeLessThan(250)
    }
    expect(formatSuiteMarkdown(suite, 150)).toBe('## etag-bench: 1 of 301 cells regressed\n\nThe rest found no room here: the files beside ab.json have it.\n')
    expect(formatSuiteMarkdown(suite, 50)).toBe('')
  })

  it('lets no text of others become markup, a row of a table, or a notification', () => {
    const text = formatSuiteMarkdown(hostileSuite(), roomy)
    expect(text.replaceAll(/<\/?(details|summary|code)>|no change >=5%/g, '')).not.toMatch(/[<>]/)
    expect(text.match(/<\/details>/g)).toHaveLength(1)
    expect(text).not.toMatch(/@\w|(?<!&)#\w/)
    expect(text).not.toMatch(/(?!\n)\p{Cc}|\u2028|\p{Surrogate}/u)
    for (const row of rowsOf(text)) expect([5, 7]).toContain(row.split('|').length - 2)
    expect(rowsOf(text)).toHaveLength(6)
    expect(text).toContain('&#42;&#42;x&#42;&#42; &#91;l&#93;(http&#58;//x)')
  })
})

describe('formatComment', () => {
  it('begins with the mark that it is found by, and fits whatever the suite', () => {
    expect(formatComment(eventfulSuite())).toBe(`${commentMarker}\n${formatSuiteMarkdown(eventfulSuite(), roomy)}`)
    const long = '\u{1F389}<|'.repeat(5_000)
    const verdicts = Array.from({ length: 1_000 }, (_, index) => abVerdict({ cell: `${long}${index}`, verdict: 'regressed', why: long }))
    const suite = abFile(verdicts, { status: 'partial', endedBy: long, warnings: [long, long], exitCode: 5 })
    const text = formatComment(suite)
    expect([...text].length).toBeLessThanOrEqual(commentLimit)
    expect(text).toMatch(/\*\*\d+ rows are left out/)
  })
})
