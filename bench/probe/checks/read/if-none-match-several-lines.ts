import type { Check, Exchange, Finding } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { askVariants, sentLines, statusesOf } from './ask-variants.ts'
import { otherTags } from './other-tags.ts'
import { holdTag } from './revalidation.ts'

const rfc = 'RFC 9110 §5.2, §13.1.2'
const name = 'If-None-Match'

export const ifNoneMatchSeveralLines: Check = {
  id: 'if-none-match-several-lines',
  title: 'If-None-Match over several header lines is one list',
  rfc,
  async run(probe) {
    const tag = await holdTag(probe)
    if (!tag.held) return unchecked(tag.because)
    const { failed, judged, because } = await askVariants(probe, tag.validator, [
      current => [[name, otherTags(current)[0]], [name, current]],
      current => [[name, current], [name, otherTags(current)[0]]],
    ])
    if (judged === 0) return unchecked(because ?? 'no request could be judged')
    const refused = failed.filter(({ response }) => response.status === 400)
    const misread = failed.filter(({ response }) => response.status !== 400)
    const findings = [
      ...(misread.length > 0 ? [notJoined(tag.notModified, misread)] : []),
      ...(refused.length > 0 ? [secondLineRefused(tag.notModified, refused)] : []),
    ]
    return passedUnless(findings, 'the tag was found in the first and in the second line')
  },
}

function notJoined(exact: Exchange, misread: readonly Exchange[]): Finding {
  return {
    id: 'if-none-match-several-lines',
    severity: 'error',
    seen: `The tag alone is answered 304; ${sentLines(misread[0] as Exchange, name)} was answered ${statusesOf(misread)}.`,
    why: 'Proxies and client libraries may split a list over lines: each such poll becomes a 200.',
    rfc,
    mend: 'Join all lines of If-None-Match by commas before you parse them; do not take the first or the last.',
    snippets: snippets('weak-compare'),
    evidence: evidenceOf(exact, misread),
  }
}

/** As nginx does, before any application sees the request. */
function secondLineRefused(exact: Exchange, refused: readonly Exchange[]): Finding {
  return {
    id: 'if-none-match-several-lines-refused',
    severity: 'note',
    seen: `The tag alone is answered 304; ${sentLines(refused[0] as Exchange, name)} was refused with 400.`,
    why:
      'A list may be split over lines; a client or proxy that does so gets no content and no 304. Few do, ' +
      'and nginx, for one, refuses a second line wherever it stands in front.',
    rfc: 'RFC 9110 §5.3, §13.1.2',
    mend:
      'If the application refuses it, join the lines by commas instead. If it is a proxy such as nginx, which ' +
      'has no setting for it, see that your clients send the list in one line.',
    evidence: evidenceOf(exact, refused),
  }
}

function evidenceOf(exact: Exchange, others: readonly Exchange[]): Finding['evidence'] {
  return [exact.evidence('the tag alone'), ...others.map(each => each.evidence('in one of two lines'))]
}
