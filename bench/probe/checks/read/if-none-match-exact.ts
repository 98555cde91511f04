import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { askWithTag, ifNoneMatch } from './revalidation.ts'
import { tagOf, whyNoTag } from './validators.ts'

const rfc = 'RFC 9110 §13.1.2'

export const ifNoneMatchExact: Check = {
  id: 'if-none-match-exact',
  title: 'If-None-Match with the exact tag is answered 304',
  rfc,
  async run(probe) {
    const { second } = probe.baseline
    const baselineTag = tagOf(second.response)
    if (baselineTag === undefined) return unchecked(whyNoTag(second.response))
    const { outcome, validator, exchange } = await askWithTag(probe, baselineTag, ifNoneMatch)
    const { status } = exchange.response
    if (outcome === 'not-modified') return passed(`If-None-Match: ${validator} was answered 304`)
    if (outcome === 'moved-on') return unchecked('the tag was another one at each read (tag-drift)')
    if (outcome === 'unavailable') return unchecked(`the target answered ${status}`)
    return found({
      id: 'if-none-match-exact',
      severity: 'error',
      seen:
        outcome === 'sent-again'
          ? `If-None-Match: ${validator} was answered ${status} with the whole content, though that is the tag.`
          : `If-None-Match: ${validator}, which is the tag, was answered ${status}.`,
      why: 'Every poll becomes a 200: the tag costs its computation and its bytes and saves nothing.',
      rfc,
      mend: 'Compare If-None-Match with the current tag on GET and HEAD, and answer 304 without content where it matches.',
      snippets: snippets('weak-compare'),
      evidence: [second.evidence('GET'), exchange.evidence('the same tag sent back')],
    })
  },
}
