import { formatHttpDate } from '../../../../servers/http/http-date.ts'
import type { Check, Exchange, Finding, Probe } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { askWithTag, holdTag, ifNoneMatch, isUnavailable } from './revalidation.ts'
import { secondsOf } from './validators.ts'

const rfc = 'RFC 9110 §13.1.3, §13.2.2'
const other = '"etag-bench-probe-no-such-tag"'
const dayMs = 86_400_000

export const ifModifiedSinceBesideIfNoneMatch: Check = {
  id: 'if-modified-since-beside-if-none-match',
  title: 'If-Modified-Since is ignored beside If-None-Match',
  rfc,
  async run(probe) {
    const tag = await holdTag(probe)
    const seconds = secondsOf(probe.baseline.second.response, 'last-modified')
    if (!tag.held && seconds === undefined) return unchecked(`${tag.because}, and it has no Last-Modified`)
    const plainOther = await probe.send({ headers: ifNoneMatch(other) })
    if (isUnavailable(plainOther.response)) return unchecked(`the target answered ${plainOther.response.status}`)
    const findings = [
      ...(plainOther.response.status === 304 ? [] : await findDateObeyed(probe, seconds, plainOther)),
      ...(tag.held ? await findTagOverruled(probe, tag.validator, tag.notModified) : []),
    ]
    return passedUnless(findings, 'a date changed nothing about what If-None-Match asks for')
  },
}

/** The tag says that the copy is outdated, the date that it is not. */
async function findDateObeyed(probe: Probe, lastModified: number | undefined, without: Exchange): Promise<readonly Finding[]> {
  const dates = [...(lastModified === undefined ? [] : [formatHttpDate(lastModified * 1000)]), formatHttpDate(Date.now() + dayMs)]
  for (const date of dates) {
    const exchange = await probe.send({ headers: [...ifNoneMatch(other), ['If-Modified-Since', date]] })
    if (exchange.response.status !== 304) continue
    return [{
      id: 'if-modified-since-beside-if-none-match',
      severity: 'error',
      seen: `If-None-Match: ${other}, which is not the tag, was answered 304 because If-Modified-Since: ${date} came with it.`,
      why:
        'A false 304: of two changes within a second clients that have the first never see the second, ' +
        'though their tag tells them apart.',
      rfc,
      mend: 'Look at If-Modified-Since only when the request has no If-None-Match at all.',
      snippets: snippets('weak-compare'),
      evidence: [without.evidence('another tag alone'), exchange.evidence('another tag and a date')],
    }]
  }
  return []
}

/** The tag says that the copy is current, the date that it is not. */
async function findTagOverruled(probe: Probe, tag: Parameters<typeof askWithTag>[1], exact: Exchange): Promise<readonly Finding[]> {
  const epoch = formatHttpDate(0)
  const { outcome, exchange } = await askWithTag(probe, tag, current => [...ifNoneMatch(current), ['If-Modified-Since', epoch]])
  if (outcome !== 'sent-again' && outcome !== 'refused') return []
  return [{
    id: 'if-modified-since-beside-if-none-match-overrules',
    severity: 'error',
    seen:
      `If-None-Match: ${tag} alone is answered 304, with If-Modified-Since: ${epoch} beside it ` +
      `${exchange.response.status}.`,
    why:
      'Clients that send both (browsers do) get the whole content whenever the date moved without the ' +
      'content, after a deployment for instance.',
    rfc,
    mend: 'Look at If-Modified-Since only when the request has no If-None-Match at all.',
    snippets: snippets('weak-compare'),
    evidence: [exact.evidence('the tag alone'), exchange.evidence('the tag and an old date')],
  }]
}
