import type { Check, Exchange } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { askVariants, sentLines, statusesOf } from './ask-variants.ts'
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
      current => [[name, '"a"'], [name, current]],
      current => [[name, current], [name, '"a"']],
    ])
    if (judged === 0) return unchecked(because ?? 'no request could be judged')
    if (failed.length === 0) return passed('the tag was found in the first and in the second line')
    return found({
      id: 'if-none-match-several-lines',
      severity: 'error',
      seen: `The tag alone is answered 304; ${sentLines(failed[0] as Exchange, name)} was answered ${statusesOf(failed)}.`,
      why: 'Proxies and client libraries may split a list over lines: each such poll becomes a 200.',
      rfc,
      mend: 'Join all lines of If-None-Match by commas before you parse them; do not take the first or the last.',
      snippets: snippets('weak-compare'),
      evidence: [tag.notModified.evidence('the tag alone'), ...failed.map(each => each.evidence('in one of two lines'))],
    })
  },
}
