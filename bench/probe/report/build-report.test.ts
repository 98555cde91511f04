import { expect, it } from 'vitest'
import type { Exchange, Finding, Verdict } from '../finding.ts'
import { finding } from '../fixtures/report-fixture.ts'
import type { ChecksRun } from '../run-checks.ts'
import { TargetError } from '../target-error.ts'
import { buildReport } from './build-report.ts'
import type { Probed } from './build-report.ts'
import { exitCodeOfProbe } from './exit-code.ts'
import { probeReportSchema } from './report-schema.ts'

const url = new URL('http://127.0.0.1:8080/orders/1')
const headers: Readonly<Record<string, string>> = { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked', 'ETag': '"v1"' }

const baseline: Exchange = {
  request: {},
  requestHead: 'GET /orders/1 HTTP/1.1',
  response: {
    status: 200,
    reason: 'OK',
    headerLines: Object.entries(headers),
    header: (name) => headers[name],
    head: 'HTTP/1.1 200 OK',
    body: Buffer.from('{}'),
    surplusBytes: 0,
    elapsedMs: 3.14159,
  },
  evidence: (label) => ({ label, requestHead: 'GET', responseHead: '200' }),
}

function foundBy(severity: Finding['severity'], id: string): Verdict {
  const { check: _check, snippets: _snippets, evidence: _evidence, ...rest } = finding(severity, { id })
  return { kind: 'findings', findings: [{ ...rest, evidence: [{ label: 'GET', requestHead: 'X-Key: swordfish', responseHead: 'X: swordfish' }] }] }
}

function build(results: readonly (readonly [id: string, verdict: Verdict])[], parts: Partial<Probed> = {}, run: Partial<ChecksRun> = {}) {
  const checks = results.map(([id, verdict]) => ({ check: { id, title: `title of ${id}`, rfc: 'RFC 9110' }, verdict }))
  const report = buildReport({
    probe: {
      url,
      also: [],
      signal: new AbortController().signal,
      baseline: { first: baseline, second: baseline },
      send: () => Promise.reject(new Error('a report sends nothing')),
    },
    run: { results: checks, interrupted: false, ...run },
    requests: 7,
    elapsedMs: 12.7,
    redact: (text) => text.replaceAll('swordfish', '(redacted)'),
    ...parts,
  })
  return probeReportSchema.parse(report)
}

it('findings come with the worst first, and a failed restoration among them', () => {
  const { finding: failed } = { finding: { ...finding('error', { id: 'not-restored' }), evidence: [] } }
  const report = build([['a', foundBy('note', 'a')], ['b', foundBy('error', 'b')], ['c', foundBy('warning', 'c-2')]], {
    write: { field: 'note', restored: 'the resource is not as it was', finding: failed },
  })
  expect(report.findings.map(({ check, id, severity }) => [check, id, severity])).toEqual([
    ['restoration', 'not-restored', 'error'],
    ['b', 'b', 'error'],
    ['c', 'c-2', 'warning'],
    ['a', 'a', 'note'],
  ])
  expect(report.write).toEqual({ field: 'note', restored: 'the resource is not as it was' })
})

it('what passed and what could not be checked keep the order of the checks', () => {
  const report = build([['a', { kind: 'passed', seen: 'fine' }], ['b', { kind: 'unchecked', because: 'no tag' }]])
  expect(report.passed).toEqual([{ check: 'a', title: 'title of a', rfc: 'RFC 9110', seen: 'fine' }])
  expect(report.unchecked).toEqual([{ check: 'b', title: 'title of b', rfc: 'RFC 9110', because: 'no tag', crashed: false }])
})

it('the target is described by its plain GET', () => {
  expect(build([]).target).toEqual({
    status: 200,
    reason: 'OK',
    contentType: 'application/json',
    contentBytes: 2,
    contentCoding: null,
    framing: 'chunked',
    etag: '"v1"',
    lastModified: null,
    cacheControl: null,
    elapsedMs: 3.1,
  })
})

it('no text of it holds a credential', () => {
  const report = build(
    [['a', foundBy('error', 'a')], ['b', { kind: 'passed', seen: 'swordfish' }], ['c', { kind: 'unchecked', because: 'swordfish' }]],
    {},
    { endedBy: new TargetError('reset', 'swordfish') },
  )
  expect(JSON.stringify(report)).not.toContain('swordfish')
  expect(report.findings[0]?.evidence).toEqual([{ label: 'GET', requestHead: 'X-Key: (redacted)', responseHead: 'X: (redacted)' }])
})

it('what only the probe says is never rewritten, whatever was given with --header', () => {
  const found = foundBy('warning', 'a')
  const parts = { redact: (text: string) => text.replaceAll(/warning|complete|orders|no-validator/g, '(redacted)') }
  const report = build([['a', found]], parts)
  expect([report.status, report.url, report.findings[0]?.severity, report.findings[0]?.id]).toEqual(['complete', url.href, 'warning', 'a'])
  expect(exitCodeOfProbe(report, 'warning')).toBe(1)
})

it.each([
  [{}, 'complete'],
  [{ endedBy: new TargetError('refused', 'cannot connect') }, 'ended-early'],
  [{ interrupted: true, endedBy: new TargetError('refused', 'cannot connect') }, 'interrupted'],
])('%j is %s', (run, status) => {
  expect(build([], {}, run).status).toBe(status)
})
