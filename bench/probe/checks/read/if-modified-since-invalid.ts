import { formatHttpDate } from '../../../../servers/http/http-date.ts'
import type { Check, Exchange } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { isUnavailable } from './revalidation.ts'

const rfc = 'RFC 9110 §13.1.3'
const dayMs = 86_400_000

/** Later than any Last-Modified, so that a server which reads a date out of it answers 304. */
function invalidDates(): readonly string[] {
  const tomorrow = Date.now() + dayMs
  return [
    'tomorrow',
    '',
    new Date(tomorrow).toISOString(),
    String(Math.floor(tomorrow / 1000)),
    String(tomorrow),
    `${formatHttpDate(tomorrow)}, ${formatHttpDate(tomorrow)}`,
  ]
}

export const ifModifiedSinceInvalid: Check = {
  id: 'if-modified-since-invalid',
  title: 'If-Modified-Since that is no date is ignored',
  rfc,
  async run(probe) {
    const answers: Exchange[] = []
    for (const value of invalidDates()) answers.push(await probe.send({ headers: [['If-Modified-Since', value]] }))
    const judged = answers.filter(({ response }) => !isUnavailable(response))
    const wrong = judged.filter(({ response }) => response.status < 200 || response.status > 299)
    if (judged.length === 0) return unchecked(`the target answered ${answers[0]?.response.status ?? 'nothing'}`)
    if (wrong.length === 0) return passed(`${judged.length} values that are no date were ignored`)
    const sent = wrong.map(({ request, response }) => `"${request.headers?.[0]?.[1] ?? ''}" was answered ${response.status}`)
    return found({
      id: 'if-modified-since-invalid',
      severity: 'error',
      seen: `If-Modified-Since that is no HTTP-date must be as if it were absent; ${sent.join(', ')}.`,
      why: 'A 304 to something that is no date leaves clients with what they have; an error instead of the content stops them.',
      rfc,
      mend: 'Take the three forms of HTTP-date only (not what Date.parse takes), and ignore the field otherwise.',
      snippets: snippets('last-modified'),
      evidence: wrong.slice(0, 3).map(each => each.evidence('no date')),
    })
  },
}
