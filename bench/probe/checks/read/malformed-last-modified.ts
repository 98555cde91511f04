import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { secondsOf } from './validators.ts'

const rfc = 'RFC 9110 §5.6.7, §8.8.2'

export const malformedLastModified: Check = {
  id: 'malformed-last-modified',
  title: 'Last-Modified is a date in the form that is to be sent',
  rfc,
  async run({ baseline: { second } }) {
    const value = second.response.header('last-modified')
    if (value === undefined) return unchecked('the resource has no Last-Modified')
    const isDate = secondsOf(second.response, 'last-modified') !== undefined
    if (isDate && imfFixdate.test(value)) return passed(`${value} is well-formed`)
    return found({
      id: 'malformed-last-modified',
      severity: 'error',
      seen: `Last-Modified is ${JSON.stringify(value)}: ${isDate ? 'one of the obsolete forms' : 'no HTTP-date'}.`,
      why:
        'Recipients ignore what is no HTTP-date, and newer ones what is obsolete: the date guards nothing ' +
        'and saves nothing.',
      rfc,
      mend: 'Send GMT in the fixed form, such as Sun, 06 Nov 1994 08:49:37 GMT (in JavaScript: date.toUTCString()).',
      snippets: snippets('last-modified'),
      evidence: [second.evidence('GET')],
    })
  },
}

const imfFixdate = /^[A-Z][a-z]{2}, /
