import { expect, it } from 'vitest'
import { finding, passed, reportOf, unchecked } from '../fixtures/report-fixture.ts'
import { formatProbeReport } from './report.ts'

const target = {
  status: 200,
  reason: 'OK',
  contentType: 'application/json',
  contentBytes: 10_004,
  contentCoding: 'gzip',
  framing: 'chunked',
  etag: null,
  lastModified: null,
  cacheControl: 'private, no-cache',
  elapsedMs: 3.4,
} as const

const code = { for: 'express', code: "app.set('etag', 'strong')\nif (x) {\n  y()\n}\n" } as const

it('a report tells the target, findings with their bytes, what passed, and what was not checked by its reason', () => {
  const evidence = [{
    label: 'a plain GET',
    requestHead: 'GET /orders/1 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAuthorization: (redacted)',
    responseHead: `HTTP/1.1 200 OK\r\nLink: ${'<abc>,'.repeat(14)}`,
    remark: 'its content was 10,004 bytes',
  }]
  const report = reportOf({
    also: ['http://127.0.0.1:8081/orders/1'],
    target,
    findings: [
      finding('error', { seen: 'The answer has neither ETag nor Last-Modified, which is seen in a sentence of more than one line.', evidence, snippets: [code] }),
      finding('note', { id: 'tag-too-long', snippets: [code] }),
    ],
    passed: [passed],
    unchecked: [unchecked, { ...unchecked, check: 'tag-drift', because: 'there is no tag' }, { ...unchecked, check: 'if-match-star' }],
    write: { field: 'note', restored: 'the field "note" was changed 3 times and is restored' },
  })
  expect(formatProbeReport(report)).toBe(`probe of http://127.0.0.1:8080/orders/1
  200 OK in 3 ms: application/json, 10,004 bytes, gzip although not asked for,
    chunked
  no ETag
  no Last-Modified
  Cache-Control: private, no-cache
  also http://127.0.0.1:8081/orders/1
  the field "note" was changed 3 times and is restored
1 error, 0 warnings, 1 note; 1 passed, 3 not checked; 61 requests in 1.2 s

ERROR no-validator (RFC 9110 §8.8)
  The answer has neither ETag nor Last-Modified, which is seen in a sentence of
  more than one line.
  a plain GET:
    > GET /orders/1 HTTP/1.1
    > Host: 127.0.0.1:8080
    > Authorization: (redacted)
    < HTTP/1.1 200 OK
    < Link: <abc>,<abc>,<abc>,<abc>,<abc>,<abc>,<abc>,<abc>,<abc>,<abc>,<abc>,<a
    <   bc>,<abc>,<abc>,
    its content was 10,004 bytes
  Why it hurts: Every poll is a full 200.
  Mend: Send an ETag.
    Express:
      app.set('etag', 'strong')
      if (x) {
        y()
      }

NOTE tag-too-long (RFC 9110 §8.8)
  The answer has neither ETag nor Last-Modified.
  Why it hurts: Every poll is a full 200.
  Mend: Send an ETag.
    (code for Express: above)

PASSED
  GET with the tag is answered 304: answered 304 to "v1"

NOT CHECKED
  if-match-list, if-match-star: needs --write
  tag-drift: there is no tag
`)
})

it('nothing that a target sends steers the terminal, and nothing of it fills the screen', () => {
  const text = formatProbeReport(
    reportOf({
      target: { ...target, etag: '"\x9b2J\x07"', contentType: 'x'.repeat(5_000) },
      findings: [
        finding('error', {
          seen: `The tag is \x1b[31m"${'y'.repeat(5_000)}".`,
          evidence: [{ label: 'GET', requestHead: 'GET / HTTP/1.1', responseHead: `HTTP/1.1 200 OK\r\nETag: "${'z'.repeat(100_000)}\x85"` }],
        }),
      ],
    }),
  )
  expect([...text].filter((character) => character !== '\n' && /\p{Cc}/u.test(character))).toEqual([])
  expect(text).toContain('ETag: "\\x9b2J\\x07"')
  expect(text.length).toBeLessThan(3_000)
})

it.each([
  [{ status: 'interrupted' } as const, /^INTERRUPTED: what was seen until then\n\nprobe of /],
  [
    { status: 'ended-early', endedBy: { kind: 'refused', message: 'cannot connect to 127.0.0.1:8080 (ECONNREFUSED): start the server' } } as const,
    /^ENDED EARLY: cannot connect to 127\.0\.0\.1:8080 \(ECONNREFUSED\): start the server\.\nA finding may come from that\.\n\nprobe of /,
  ],
])('%j is told first', (parts, beginning) => {
  expect(formatProbeReport(reportOf(parts))).toMatch(beginning)
})
