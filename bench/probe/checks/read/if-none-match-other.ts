import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { ifNoneMatch, isUnavailable } from './revalidation.ts'

const rfc = 'RFC 9110 §13.1.2'
const other = '"etag-bench-probe-no-such-tag"'

export const ifNoneMatchOther: Check = {
  id: 'if-none-match-other',
  title: 'If-None-Match with another tag is answered with the content',
  rfc,
  async run(probe) {
    const exchange = await probe.send({ headers: ifNoneMatch(other) })
    const { status } = exchange.response
    if (isUnavailable(exchange.response)) return unchecked(`the target answered ${status}`)
    if (status >= 200 && status <= 299) return passed(`If-None-Match: ${other} was answered ${status}`)
    return found({
      id: 'if-none-match-other',
      severity: 'error',
      seen: `If-None-Match: ${other}, which is not the tag, was answered ${status}.`,
      why:
        status === 304
          ? 'A false 304: clients keep what they have for ever and never see a change.'
          : 'A client whose copy is outdated gets an error instead of the content.',
      rfc,
      mend: 'Answer 304 only when one of the tags in If-None-Match is the current one.',
      snippets: snippets('weak-compare'),
      evidence: [probe.baseline.second.evidence('GET'), exchange.evidence('a tag that the resource does not have')],
    })
  },
}
