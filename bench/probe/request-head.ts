import type { ProbeRequest } from './finding.ts'
import { redacted } from './redaction.ts'

export type HeaderLine = readonly [name: string, value: string]

export interface RequestText {
  /** As sent, latin1. */
  readonly head: string
  /** For people: what the user gave with --header is hidden. */
  readonly shownHead: string
}

/**
 * The lines of the request come in the order given, nothing tidied. Host, the user's lines, User-Agent and Accept go before,
 * `Connection: close` (where no connection is kept) and Content-Length after; each is left out where the request brings its own.
 */
export function requestText(request: ProbeRequest, url: URL, userLines: readonly HeaderLine[]): RequestText {
  const own = request.headers ?? []
  const has = (lines: readonly HeaderLine[], name: string) => lines.some(([each]) => each.toLowerCase() === name.toLowerCase())
  const users = userLines.filter(([name]) => !has(own, name))
  const unlessGiven = (name: string, value: string): readonly HeaderLine[] => (has([...own, ...users], name) ? [] : [[name, value]])
  const framed = request.body === undefined || has(own, 'Transfer-Encoding')
  const before = unlessGiven('Host', url.host)
  const between = [...unlessGiven('User-Agent', 'etag-bench-probe'), ...unlessGiven('Accept', '*/*')]
  const after = [
    ...(request.connection === undefined ? unlessGiven('Connection', 'close') : []),
    ...(framed ? [] : unlessGiven('Content-Length', String(request.body?.length))),
  ]
  const startLine = `${request.method ?? 'GET'} ${url.pathname}${url.search} HTTP/1.1`
  const text = (userPart: readonly HeaderLine[]) =>
    [startLine, ...[...before, ...userPart, ...between, ...own, ...after].map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
  return { head: text(users), shownHead: text(users.map(([name]) => [name, redacted])) }
}
