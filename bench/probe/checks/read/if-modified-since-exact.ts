import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { sentLines } from './ask-variants.ts'
import { askWithSettledDate } from './revalidation.ts'
import { secondsOf, tagOf, whyNoDate } from './validators.ts'

const rfc = 'RFC 9110 §13.1.3'

export const ifModifiedSinceExact: Check = {
  id: 'if-modified-since-exact',
  title: 'If-Modified-Since with the exact date is answered 304',
  rfc,
  async run(probe) {
    const { response } = probe.baseline.second
    const baselineSeconds = secondsOf(response, 'last-modified')
    if (baselineSeconds === undefined) return unchecked(whyNoDate(response))
    const { outcome, exchange } = await askWithSettledDate(probe, baselineSeconds)
    const { status } = exchange.response
    const sent = sentLines(exchange, 'If-Modified-Since')
    if (outcome === 'not-modified') return passed(`${sent} was answered 304`)
    if (outcome === 'moved-on') return unchecked('Last-Modified was another one at each read (tag-drift)')
    if (outcome === 'unavailable') return unchecked(`the target answered ${status}`)
    const hasTag = tagOf(exchange.response) !== undefined
    return found({
      id: 'if-modified-since-exact',
      severity: hasTag ? 'note' : 'warning',
      seen: `${sent}, which is the Last-Modified, was answered ${status}.`,
      why: hasTag
        ? 'Clients that know dates only get the whole content at each poll.'
        : 'There is no ETag either, so that every poll becomes a 200.',
      rfc,
      mend: 'Answer 304 to GET and HEAD when the resource was not modified after that date, in whole seconds.',
      snippets: snippets('last-modified'),
      evidence: [probe.baseline.second.evidence('GET'), exchange.evidence('the same date sent back')],
    })
  },
}
