import { formatHttpDate } from '../../../../servers/http/http-date.ts'
import type { Check, Exchange, Finding, Probe } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { sentLines, statusesOf } from './ask-variants.ts'
import { formatAsctimeDate, formatRfc850Date, hasRfc850Form } from './obsolete-dates.ts'
import { askWithDate, holdDate, ifModifiedSince } from './revalidation.ts'

const rfc = 'RFC 9110 §5.6.7, §13.1.3'

export const ifModifiedSinceForms: Check = {
  id: 'if-modified-since-forms',
  title: 'If-Modified-Since is understood in all three forms of a date',
  rfc,
  async run(probe) {
    const date = await holdDate(probe)
    if (!date.held) return unchecked(date.because)
    const forms = [...(hasRfc850Form(date.validator) ? [formatRfc850Date] : []), formatAsctimeDate]
    const unread: Exchange[] = []
    for (const form of forms) {
      const { outcome, exchange } = await askWithDate(probe, date.validator, seconds => [['If-Modified-Since', form(seconds)]])
      if (outcome === 'moved-on' || outcome === 'unavailable') return unchecked('the answers changed meanwhile')
      if (outcome !== 'not-modified') unread.push(exchange)
    }
    const misread: Exchange[] = []
    for (const form of [formatImfFixdate, ...forms]) {
      const exchange = await probe.send({ headers: [['If-Modified-Since', form(date.validator - 1)]] })
      if (exchange.response.status === 304) misread.push(exchange)
    }
    const findings = [
      ...(unread.length > 0 ? [notUnderstood(unread, date.notModified, await understandsDates(probe, date.validator))] : []),
      ...(misread.length > 0 ? [misunderstood(misread, date.notModified)] : []),
    ]
    return passedUnless(findings, `the date was found in ${forms.length + 1} forms, and none of a second before was taken for it`)
  },
}

function formatImfFixdate(seconds: number): string {
  return formatHttpDate(seconds * 1000)
}

/** Whether dates are parsed: a server that only compares texts sees nothing in a later date. */
async function understandsDates(probe: Probe, seconds: number): Promise<boolean> {
  const later = await probe.send({ headers: ifModifiedSince(seconds + 1) })
  return later.response.status === 304
}

/** Who parses must know all forms (§5.6.7); who compares texts fails what he should do only (§13.1.3). */
function notUnderstood(unread: readonly Exchange[], exact: Exchange, parsesDates: boolean): Finding {
  return {
    id: 'if-modified-since-forms',
    severity: parsesDates ? 'error' : 'warning',
    seen:
      `${sentLines(exact, 'If-Modified-Since')} is answered 304; ` +
      `${unread.map(each => sentLines(each, 'If-Modified-Since')).join(' and ')}, the same date, ` +
      `${statusesOf(unread)}.`,
    why: 'Old clients and caches that send an obsolete form get the whole content at each poll.',
    rfc,
    mend: 'Parse all three forms, always as GMT, and compare whole seconds; do not compare texts.',
    snippets: snippets('last-modified'),
    evidence: [exact.evidence('the usual form'), ...unread.map(each => each.evidence('an obsolete form'))],
  }
}

function misunderstood(misread: readonly Exchange[], exact: Exchange): Finding {
  return {
    id: 'if-modified-since-forms-misread',
    severity: 'error',
    seen:
      `${misread.map(each => sentLines(each, 'If-Modified-Since')).join(' and ')} was answered 304, though ` +
      'Last-Modified is a second later.',
    why:
      'A false 304: a client with an older copy is told that it is current (a form without a zone is taken ' +
      'for local time, say).',
    rfc,
    mend: 'Parse all three forms, always as GMT, and answer 304 only when Last-Modified is not later.',
    snippets: snippets('last-modified'),
    evidence: [exact.evidence('the exact date'), ...misread.map(each => each.evidence('a second before'))],
  }
}
