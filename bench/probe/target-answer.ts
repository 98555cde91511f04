import type { ProbeResponse } from './finding.ts'
import { shellQuote } from './shell-quote.ts'
import { TargetError } from './target-error.ts'

/** Why the answer to a plain GET cannot be checked; undefined for a 200. */
export function unusableError(response: ProbeResponse, url: URL): TargetError | undefined {
  const { status } = response
  if (status === 200) return undefined
  const seen = `GET ${url.href} is answered ${statusLine(response)}`
  if (isLimit(response)) return new TargetError('limited', `${seen}${retryAfter(response)}; wait, then probe gently with --rate 5/s`)
  if (status >= 300 && status < 400) return redirectError(response, url, seen)
  if (status === 401 || status === 403) {
    return new TargetError('unauthorized', `${seen}${challenge(response)}; give credentials with --header 'Authorization: ...' or --header @file`)
  }
  if (status === 404 || status === 410) {
    return new TargetError('missing', `${seen}; check the path, and that the resource exists for the credentials given`)
  }
  return new TargetError('unusable', `${seen}; the probe needs a resource that answers a plain GET with 200${advice[status] ?? ''}`)
}

/** Set where the target began to refuse by number of requests, which says nothing about its conditional requests. */
export function limitedError(response: ProbeResponse, url: URL, requests: number): TargetError | undefined {
  if (!isLimit(response)) return undefined
  const seen = `request ${requests} of this probe, to ${url.href}, was answered ${statusLine(response)}`
  return new TargetError('limited', `${seen}${retryAfter(response)}; probe more gently with --rate 5/s, or fewer things with --checks`)
}

const advice: Readonly<Record<number, string>> = {
  204: ': a GET without content has nothing to revalidate',
  405: ', and this one allows no GET',
  406: ": give what it wants with --header 'Accept: ...'",
  415: ": give what it wants with --header 'Accept: ...'",
  500: '; look into the log of the server',
  502: '; look into the log of the proxy',
  503: '; look into the log of the server',
  504: '; look into the log of the proxy',
}

function isLimit(response: ProbeResponse): boolean {
  return response.status === 429 || (response.status === 503 && response.header('Retry-After') !== undefined)
}

function redirectError(response: ProbeResponse, url: URL, seen: string): TargetError {
  if (response.status === 304) {
    return new TargetError('unusable', `${seen} although it has no precondition: whoever has no copy gets no content (RFC 9110 §15.4.5); look for a cache that adds one`)
  }
  const location = response.header('Location')
  const target = location === undefined ? null : URL.parse(location, url)
  if (target === null) return new TargetError('redirecting', `${seen} without a Location; probe the resource that it stands for`)
  return new TargetError('redirecting', `${seen}, Location: ${location}; probe that: npm run probe -- ${shellQuote(target.href)}`)
}

const statusLine = ({ status, reason }: ProbeResponse) => `${status} ${reason}`.trimEnd()

function retryAfter(response: ProbeResponse): string {
  const value = response.header('Retry-After')
  return value === undefined ? '' : `, Retry-After: ${value}`
}

function challenge(response: ProbeResponse): string {
  const value = response.header('WWW-Authenticate')
  return value === undefined ? '' : `, WWW-Authenticate: ${value}`
}
