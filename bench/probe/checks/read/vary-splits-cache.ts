import type { Check, Exchange, Finding, Severity } from '../../finding.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { directivesOf, membersOf } from './field-lists.ts'

const rfc = 'RFC 9110 §12.5.5'

interface Splitter {
  readonly why: string
  readonly mend: string
  /** Where shared caches are ruled out, a browser's own is what is left. */
  readonly severity: (isShared: boolean) => Severity
}

const unlessPrivate = (isShared: boolean): Severity => (isShared ? 'warning' : 'note')

const splitters: Readonly<Record<string, Splitter>> = {
  '*': {
    why: 'No stored answer ever fits a later request: caches ask at each poll, and most do not even store.',
    mend: 'Name the request fields that the content depends on, or send Cache-Control: private, no-cache instead.',
    severity: () => 'warning',
  },
  cookie: {
    why: 'A cache keeps one copy for each user and each change of any cookie: practically none is ever found again.',
    mend:
      'If the content is the user\'s own, send Cache-Control: private and no Vary: Cookie; if it is not, do ' +
      'not look at cookies.',
    severity: unlessPrivate,
  },
  'user-agent': {
    why: 'A cache keeps one copy for each version of each client: few are ever found again.',
    mend: 'Send the same content to all clients, or negotiate by Accept or another field with few values.',
    severity: unlessPrivate,
  },
  authorization: {
    why:
      'It is needless: shared caches do not reuse answers to authorized requests for others (RFC 9111 ' +
      '§3.5), and where Cache-Control allows it they keep a copy for each user.',
    mend: 'Leave Authorization out of Vary; send Cache-Control: private for what is the user\'s own.',
    severity: () => 'note',
  },
}

/** By the name alone, where it leaves little doubt: `X-User-Id`, `X-Api-Key`, `X-Tenant`, but not `X-Device-Type`. */
const perUserName =
  /(?:^|[-_])(?:(?:user|account|customer|session|tenant)(?:[-_]?id)?|(?:client|device)[-_]?id|token|auth|authorization|api[-_]?key)$/
const perUser: Splitter = {
  why: 'By its name it has another value for each user or client: a cache keeps a copy for each, and few are ever found again.',
  mend: 'If the content is the user\'s own, send Cache-Control: private and leave the field out of Vary; if it is not, do not choose by it.',
  severity: unlessPrivate,
}

/** Another value in nearly every request, or behind every address. */
const perRequestName =
  /(?:^|[-_])(?:request|correlation|trace|transaction)[-_]?id$|^(?:traceparent|tracestate|date|referer|forwarded|x-forwarded-for|x-real-ip)$|^if-|(?:^|-)connecting-ip$/
const perRequest: Splitter = {
  why: 'It has another value in nearly every request, or from every address: no stored answer fits a later one.',
  mend: 'Leave it out of Vary: what the content depends on is something else.',
  severity: () => 'warning',
}

/** Few values, or the same ones from one user agent to the same place. */
const harmlessName = new RegExp(
  `^(?:${[
    'accept(?:-.*)?|prefer|range|content-type|host|origin|dnt|save-data|dpr|width|viewport-width|ect|rtt|downlink|sec-.*',
    'access-control-request-.*|upgrade-insecure-requests|x-forwarded-(?:proto|host)|x-requested-with|x-http-method-override',
    'rsc|next-router-.*|hx-.*|turbo-frame|x-inertia.*',
  ].join('|')})$`,
)

export const varySplitsCache: Check = {
  id: 'vary-splits-cache',
  title: 'Vary does not make every cached copy useless',
  rfc,
  async run({ baseline: { second } }) {
    const vary = second.response.header('vary')
    const directives = directivesOf(second.response.header('cache-control'))
    if (directives.has('no-store')) return unchecked('Cache-Control: no-store keeps caches out anyway')
    const findings = [...new Set(membersOf(vary))].flatMap(member => findingsOf(member, second, !directives.has('private')))
    return passedUnless(findings, vary === undefined ? 'it has no Vary' : `Vary: ${vary} splits by few values`)
  },
}

function findingsOf(member: string, exchange: Exchange, isShared: boolean): readonly Finding[] {
  if (harmlessName.test(member)) return []
  const splitter = splitters[member] ?? (perUserName.test(member) ? perUser : perRequestName.test(member) ? perRequest : undefined)
  return [splitter === undefined ? unknown(member, exchange) : splitting(member, splitter, exchange, isShared)]
}

function splitting(member: string, { why, mend, severity }: Splitter, exchange: Exchange, isShared: boolean): Finding {
  return {
    id: 'vary-splits-cache',
    severity: severity(isShared),
    seen: `${said(exchange)} makes caches keep copies apart by ${member === '*' ? 'what no request shows' : member}.`,
    why,
    rfc,
    mend,
    evidence: [exchange.evidence('GET')],
  }
}

function unknown(member: string, exchange: Exchange): Finding {
  return {
    id: 'vary-splits-cache-unknown',
    severity: 'note',
    seen: `${said(exchange)} makes caches keep copies apart by ${member}, and nothing is known of how many values that has.`,
    why: 'With a few values it is as it should be; with one for each user or request no stored copy is ever found again.',
    rfc,
    mend: 'Look whether its values are few. Where they are not, choose by something else, or send Cache-Control: private without it.',
    evidence: [exchange.evidence('GET')],
  }
}

function said({ response }: Exchange): string {
  return `Vary: ${response.header('vary')}`
}
