import { expect, it } from 'vitest'
import type { ProbeRequest } from './finding.ts'
import { requestText } from './request-head.ts'

const url = new URL('http://shop.example:8080/orders/1?full=1')

it.each<[string, ProbeRequest, string]>([
  ['a plain GET', {}, 'GET /orders/1?full=1 HTTP/1.1\r\nHost: shop.example:8080\r\nUser-Agent: etag-bench-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n'],
  [
    'lines as given, repeated, empty and odd',
    { method: 'HEAD', headers: [['if-none-match', ' ,"a" ,'], ['If-None-Match', '"b"'], ['X', '']], connection: 'kept' },
    'HEAD /orders/1?full=1 HTTP/1.1\r\nHost: shop.example:8080\r\nUser-Agent: etag-bench-probe\r\nAccept: */*\r\nif-none-match:  ,"a" ,\r\nIf-None-Match: "b"\r\nX: \r\n\r\n',
  ],
  [
    'own values of what is added else',
    { headers: [['host', 'a'], ['user-agent', 'b'], ['ACCEPT', 'c'], ['connection', 'd']] },
    'GET /orders/1?full=1 HTTP/1.1\r\nhost: a\r\nuser-agent: b\r\nACCEPT: c\r\nconnection: d\r\n\r\n',
  ],
  [
    'the length of a body',
    { method: 'PUT', body: Buffer.from('é') },
    'PUT /orders/1?full=1 HTTP/1.1\r\nHost: shop.example:8080\r\nUser-Agent: etag-bench-probe\r\nAccept: */*\r\nConnection: close\r\nContent-Length: 2\r\n\r\n',
  ],
  [
    'no length for a body that is framed otherwise',
    { method: 'PUT', headers: [['Transfer-Encoding', 'chunked']], body: Buffer.from('0\r\n\r\n'), connection: 'kept' },
    'PUT /orders/1?full=1 HTTP/1.1\r\nHost: shop.example:8080\r\nUser-Agent: etag-bench-probe\r\nAccept: */*\r\nTransfer-Encoding: chunked\r\n\r\n',
  ],
])('%s is sent', (_what, request, head) => {
  expect(requestText(request, url, [])).toEqual({ head, shownHead: head })
})

it("the user's lines go into every request, and are hidden where it is shown", () => {
  const { head, shownHead } = requestText({}, url, [['Authorization', 'Bearer secret'], ['Accept', 'application/json']])
  const text = (first: string, second: string) =>
    `GET /orders/1?full=1 HTTP/1.1\r\nHost: shop.example:8080\r\nAuthorization: ${first}\r\nAccept: ${second}\r\nUser-Agent: etag-bench-probe\r\nConnection: close\r\n\r\n`
  expect([head, shownHead]).toEqual([text('Bearer secret', 'application/json'), text('(redacted)', '(redacted)')])
})

it("a check's own line takes the place of the user's", () => {
  expect(requestText({ headers: [['accept', 'text/html']] }, url, [['Accept', 'application/json']]).head).not.toContain('json')
})
