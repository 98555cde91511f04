import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { ifNoneMatch, isUnavailable } from './revalidation.ts'

const rfc = 'RFC 9110 §13.1.2'

export const ifNoneMatchStar: Check = {
  id: 'if-none-match-star',
  title: 'If-None-Match: * on a resource that exists is answered 304',
  rfc,
  async run(probe) {
    const exchange = await probe.send({ headers: ifNoneMatch('*') })
    const { status } = exchange.response
    if (status === 304) return passed('If-None-Match: * was answered 304')
    if (isUnavailable(exchange.response)) return unchecked(`the target answered ${status}`)
    return found({
      id: 'if-none-match-star',
      severity: 'error',
      seen: `If-None-Match: * was answered ${status}, though the resource exists.`,
      why:
        'Few clients send it with GET, but a server that takes * for a tag does so with PUT too, where it ' +
        'means "only create": it then overwrites.',
      rfc,
      mend: 'Where If-None-Match is *, the condition is false whenever there is a representation, whatever its tag.',
      snippets: snippets('weak-compare'),
      evidence: [probe.baseline.second.evidence('GET'), exchange.evidence('If-None-Match: *')],
    })
  },
}
