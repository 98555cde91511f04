import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { secondsOf, whyNoDate } from './validators.ts'

const rfc = 'RFC 9110 §8.8.2.1'

export const lastModifiedInFuture: Check = {
  id: 'last-modified-in-future',
  title: 'Last-Modified is not later than Date',
  rfc,
  async run({ baseline: { first, second } }) {
    const judged = [first, second].filter(({ response }) => secondsOf(response, 'last-modified') !== undefined)
    if (judged.length === 0) return unchecked(whyNoDate(second.response))
    const dated = judged.filter(({ response }) => secondsOf(response, 'date') !== undefined)
    if (dated.length === 0) return unchecked('the answers have no Date to compare it with')
    const late = dated.find(({ response }) => (secondsOf(response, 'last-modified') ?? 0) > (secondsOf(response, 'date') ?? 0))
    if (late === undefined) return passed(`${dated[0]?.response.header('last-modified')} is not later than Date`)
    const { response } = late
    const seconds = (secondsOf(response, 'last-modified') ?? 0) - (secondsOf(response, 'date') ?? 0)
    return found({
      id: 'last-modified-in-future',
      severity: 'error',
      seen: `Last-Modified: ${response.header('last-modified')} is ${seconds} s later than Date: ${response.header('date')}.`,
      why: 'Changes until that moment do not move the date: clients are answered 304 though the content is another one.',
      rfc,
      mend:
        'Send the earlier of the time of change and Date, and set both from one clock (Node makes its own ' +
        'Date up to a second old).',
      snippets: snippets('last-modified'),
      evidence: [late.evidence('GET')],
    })
  },
}
