import { createHash } from 'node:crypto'
import { JSDOM } from 'jsdom'
import { describe, expect, it } from 'vitest'
import type { RunFile } from '../../archive/run-file.ts'
import { runFileSchema } from '../../archive/run-file.ts'
import type { CostBasis } from '../../model/cost-basis.ts'
import { buildReportMicro, buildReportRun } from '../view/page-fixture.ts'
import { renderReport } from './render-report.ts'

const run = buildReportRun()
const micro = buildReportMicro()
/** With every chart too, and faster to draw. */
const small = buildReportRun({ strategies: ['sha256', 'last-modified'], sizesBytes: [1_000, 10_000] })
const page = renderReport(run, micro)
const parse = (markup: string) => new JSDOM(markup).window.document
const document = parse(page)
const elements = (selector: string, within: Document = document) => [...within.querySelectorAll(selector)]

const charts = ['cpu-by-size', 'cpu-by-rate', 'break-even', 'bytes-per-poll', 'conflicts', 'cheapest-map', 'times', 'where-the-cpu-goes', 'model-check']

describe('the page of a run', () => {
  it('is the same bytes for the same run, in the same process too', () => {
    expect(renderReport(run, micro) === page).toBe(true)
    expect(renderReport(JSON.parse(JSON.stringify(run)) as RunFile, structuredClone(micro)) === page).toBe(true)
  })

  it('opens with the answer and what got lost', () => {
    expect(elements('h1').map(({ textContent }) => textContent)).toEqual(['Use version'])
    expect(elements('.fact-loss').length).toBe(1)
  })

  it('is below 700 kB for a run as large as a default one', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(700_000)
  })

  it.each(charts)('draws %s wide and narrow, each drawing with a name and a description, and its table beside it', (id) => {
    const figure = document.getElementById(id)
    const wide = [...(figure?.querySelectorAll('.wide svg[role=img]') ?? [])]
    expect(wide.length).toBeGreaterThan(0)
    expect(figure?.querySelectorAll('.narrow svg[role=img]').length).toBe(wide.length)
    for (const svg of figure?.querySelectorAll('svg[role=img]') ?? []) {
      const text = (attribute: string) => document.getElementById(svg.getAttribute(attribute) ?? '')?.textContent ?? ''
      expect(text('aria-labelledby').length).toBeGreaterThan(5)
      expect(text('aria-describedby').length).toBeGreaterThan(20)
    }
    expect(figure?.querySelectorAll('details table tbody tr').length).toBeGreaterThan(1)
  })

  it('has no id twice, and every label and link within it leads somewhere', () => {
    const ids = elements('[id]').map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    const targets = elements('[aria-labelledby], [aria-describedby], a[href^="#"]').flatMap((element) =>
      [element.getAttribute('aria-labelledby'), element.getAttribute('aria-describedby'), element.getAttribute('href')?.slice(1)].filter((id) => id != null && !id.includes('=')),
    )
    expect(targets.filter((id) => !ids.includes(id!))).toEqual([])
  })

  it('allows its own script and style and nothing else: no inline handler or style, nothing from elsewhere', () => {
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? ''
    expect(policy).toMatch(/^default-src 'none'; /)
    const hashed = elements('style, script:not([type="application/json"])')
    expect(elements('style').length).toBe(1)
    for (const { textContent } of hashed) {
      expect(policy).toContain(`'sha256-${createHash('sha256').update(textContent ?? '').digest('base64')}'`)
    }
    expect(policy.match(/'sha256-/g)?.length).toBe(hashed.length)
    expect(elements('[style], [src], link, img, iframe, object, base, [onload], [onclick]')).toEqual([])
    expect(elements('a').map((link) => link.getAttribute('href')).filter((href) => !href?.startsWith('#'))).toEqual([])
  })
})

/** Tries to leave every place that text can stand in. */
const markup = `"'></title></style><!--</script><script>alert(1)</script><img src=x onerror=alert(2)>]]><svg onload=alert(3)>\u2028\\u003c/script`

/** The run with the markup in every string and every key that the schema leaves free, but those that `keeps` names. */
function poisoned(original: RunFile, keeps: (path: readonly PropertyKey[]) => boolean): RunFile {
  const poison = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof value === 'string') return keeps(path) ? value : value + markup
    if (Array.isArray(value)) return value.map((each, index) => poison(each, [...path, index]))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [['packages', 'settings'].includes(String(path.at(-1))) && path.length > 1 ? key + markup : key, poison(each, [...path, key])]))
  }
  const attempt = structuredClone(poison(original, [])) as RunFile
  for (const { path } of runFileSchema.safeParse(attempt).error?.issues ?? []) restore(attempt, original, path)
  return runFileSchema.parse(attempt)
}

function restore(target: unknown, source: unknown, path: readonly PropertyKey[]): void {
  const [key, ...rest] = path as [keyof object, ...(keyof object)[]]
  const [into, from] = [target, source] as [Record<PropertyKey, unknown>, Record<PropertyKey, unknown>]
  if (rest.length === 0) into[key] = from[key]
  else restore(into[key], from[key], rest)
}

describe('markup in a run file', () => {
  /** Without them next to nothing would be drawn, so that most places would not be tried; the micro file must fit. */
  const structural = new Set<PropertyKey>(['load', 'encoded', 'scenario', 'cpuModel', 'node'])
  it.each([
    ['every string', () => false],
    ['every string but loads, so that charts are drawn', (path: readonly PropertyKey[]) => structural.has(path.at(-1) ?? '')],
  ])('stays text: %s', (_what, keeps) => {
    const parsed = parse(renderReport(poisoned(small, keeps), micro))
    expect(elements('img, iframe, [onerror], [onload]', parsed)).toEqual([])
    const own = elements('script:not([type="application/json"])', parsed)
    expect(own.map(({ textContent }) => textContent?.includes('alert(1)'))).toEqual(own.map(() => false))
    expect(elements('script', parsed).length).toBe(elements('script').length)
    expect(elements('style', parsed).length).toBe(1)
    expect(parsed.body.textContent).toContain(markup)
    expect(parsed.title).toContain('etag-bench')
    const basis = JSON.parse(parsed.getElementById('cost-basis')?.textContent ?? 'null') as CostBasis | null
    expect(basis?.strategies.map(({ name }) => name.endsWith(markup))).toEqual([true, true, true])
  })

  it('draws as many charts as before', () => {
    const hostile = parse(renderReport(poisoned(small, (path) => structural.has(path.at(-1) ?? '')), micro))
    expect(elements('svg[role=img]', hostile).length).toBe(elements('svg[role=img]', parse(renderReport(small, micro))).length)
    expect(elements('svg[role=img] title', hostile).some(({ textContent }) => textContent?.includes('<img src=x'))).toBe(true)
  })
})

describe('a run that lacks something', () => {
  const missing = (changes: Partial<RunFile>) => elements('.missing', parse(renderReport({ ...small, ...changes }, micro))).length

  it('says what is missing, and how to get it, in place of each chart', () => {
    const none = { estimates: null, modelCheck: null, bursts: [], scenarios: [] }
    const bare = parse(renderReport({ ...small, ...none, status: 'partial', endedBy: 'Ctrl-C' }))
    expect(elements('.missing', bare).length).toBe(elements('.figure', bare).length)
    expect(elements('.missing', bare).filter(({ textContent }) => (textContent ?? '').length < 40)).toEqual([])
    expect(elements('.kept', bare)).toEqual([])
    expect(bare.querySelector('.alarms')?.textContent).toContain('Ctrl-C')
  })

  it('draws the rest', () => {
    const complete = missing({})
    expect(missing({ scenarios: [] })).toBe(complete + 2)
    expect(missing({ estimates: null, bursts: [] })).toBeGreaterThan(complete + 3)
  })
})

it('a run with every strategy, one size and no rates is drawn too', () => {
  const strategies = ['sha256', 'xxhash', 'version', 'last-modified', 'sha256-stored', 'sha256-canonical', 'xxhash-canonical', 'md5', 'sha1-weak', 'weak-timestamp', 'mine']
  const many = parse(renderReport(buildReportRun({ strategies, sizesBytes: [10_000], fixedRates: [] })))
  expect(elements('#cpu-by-size svg[role=img]', many).length).toBe(4)
  expect(elements('#cpu-by-rate .missing', many).length).toBe(1)
})
