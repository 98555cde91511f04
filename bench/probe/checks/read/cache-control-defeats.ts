import type { Check, Exchange, Finding, ProbeResponse, Severity } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { directivesOf } from './field-lists.ts'
import { secondsOf } from './validators.ts'

const rfc = 'RFC 9111 §5.2.2'

export const cacheControlDefeats: Check = {
  id: 'cache-control-defeats',
  title: 'Cache-Control lets clients keep a copy and ask whether it is current',
  rfc,
  async run({ baseline: { second } }) {
    const { response } = second
    if (response.header('etag') === undefined && response.header('last-modified') === undefined) {
      return unchecked('the resource has no validator to ask by (no-validator)')
    }
    const value = response.header('cache-control')
    return passedUnless(findDefeats(second), value === undefined ? 'it has none, and no date to guess by' : `it is ${value}`)
  },
}

function findDefeats(exchange: Exchange): readonly Finding[] {
  const { response } = exchange
  const directives = directivesOf(response.header('cache-control'))
  if (directives.has('no-store')) return [notStored(exchange)]
  if (directives.has('no-cache')) return []
  const lifetimeSeconds = explicitLifetime(response)
  if (lifetimeSeconds === undefined) return response.header('last-modified') === undefined ? [] : [guessed(exchange)]
  if (lifetimeSeconds <= 0) return []
  return directives.has('immutable') ? [immutable(exchange)] : [fresh(exchange, lifetimeSeconds)]
}

/** RFC 9111 §4.2.1; undefined where the answer says nothing, so that caches guess. */
function explicitLifetime(response: ProbeResponse): number | undefined {
  const directives = directivesOf(response.header('cache-control'))
  const isShared = !directives.has('private')
  const ages = ['max-age', ...(isShared ? ['s-maxage'] : [])].filter(name => directives.has(name))
  if (ages.length > 0) return Math.max(...ages.map(name => Number(directives.get(name)) || 0))
  if (response.header('expires') === undefined) return undefined
  // What is no date is in the past (RFC 9111 §5.3).
  return (secondsOf(response, 'expires') ?? 0) - (secondsOf(response, 'date') ?? Math.floor(Date.now() / 1000))
}

function notStored(exchange: Exchange): Finding {
  const why =
    'Browsers and caches keep no copy, so they have no tag to ask by: their polls are all answered 200. ' +
    'Only clients that keep the tag themselves get a 304.'
  return finding('cache-control-defeats', 'warning', `There is a validator, and ${said(exchange)} forbids to keep what it validates.`, why, exchange)
}

function immutable(exchange: Exchange): Finding {
  const why = 'Browsers do not even ask when the user reloads: a change is not seen until the lifetime is over.'
  return finding('cache-control-defeats-immutable', 'warning', `${said(exchange)} says that the content never changes.`, why, exchange, 'RFC 8246 §2')
}

function fresh(exchange: Exchange, lifetimeSeconds: number): Finding {
  const why =
    'Within that time polls are answered by the cache: nothing is asked, and changes are not seen. Fine if ' +
    'it is meant so.'
  const says = `${said(exchange)} lets caches use a copy for ${lifetimeSeconds} s without asking.`
  const section = exchange.response.header('cache-control') === undefined ? 'RFC 9111 §5.3' : rfc
  return finding('cache-control-defeats-fresh', 'note', says, why, exchange, section)
}

function guessed(exchange: Exchange): Finding {
  const why =
    'Caches then guess from Last-Modified, usually a tenth of the age: polls may be answered by the cache ' +
    'for hours, and changes are not seen.'
  return finding('cache-control-defeats-guessed', 'note', 'Neither Cache-Control nor Expires says how long a copy is good.', why, exchange, 'RFC 9111 §4.2.2')
}

/** The field as sent: `Cache-Control: no-store`. */
function said({ response }: Exchange): string {
  const [cacheControl, expires] = [response.header('cache-control'), response.header('expires')]
  return cacheControl === undefined ? `Expires: ${expires}` : `Cache-Control: ${cacheControl}`
}

function finding(id: string, severity: Severity, seen: string, why: string, exchange: Exchange, section = rfc): Finding {
  const mend =
    'For what clients poll and edit send Cache-Control: private, no-cache (keep it, ask each time); ' +
    'no-cache alone if shared caches may have it.'
  return { id, severity, seen, why, rfc: section, mend, snippets: snippets('cache-control'), evidence: [exchange.evidence('GET')] }
}
