/** What a server's line `listening on URL` says. */
export type Readiness =
  | { readonly state: 'listening'; readonly origin: string }
  | { readonly state: 'refused'; readonly reason: string }

/** Reads one line of a server's stdout; undefined when it is some other line. */
export function parseListeningLine(line: string): Readiness | undefined {
  const printed = /^listening on (\S+)\s*$/.exec(line)?.[1]
  if (printed === undefined) return undefined
  if (!URL.canParse(printed)) return { state: 'refused', reason: `"${printed}" is not a URL` }
  const url = new URL(printed)
  if (!isLoopback(url.hostname)) return { state: 'refused', reason: `${url.hostname} is not a loopback address` }
  if (url.protocol !== 'http:' || url.pathname !== '/orders/1' || url.search !== '') {
    return { state: 'refused', reason: `"${printed}" is not of the form http://127.0.0.1:PORT/orders/1` }
  }
  return { state: 'listening', origin: url.origin }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}
