import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, unchecked } from '../verdict.ts'
import { secondsOf, whyNoDate } from './validators.ts'

const rfc = 'RFC 9110 §8.8.2.2, §8.8.3'

export const lastModifiedCoarse: Check = {
  id: 'last-modified-coarse',
  title: 'Something tells two changes within one second apart',
  rfc,
  async run({ baseline: { second } }) {
    const { response } = second
    const etag = response.header('etag')
    if (etag !== undefined) return unchecked(`whether the ETag ${etag} does, only a write can tell (tag-follows-content, with --write)`)
    if (secondsOf(response, 'last-modified') === undefined) return unchecked(whyNoDate(response))
    return found({
      id: 'last-modified-coarse',
      severity: 'warning',
      seen: `Last-Modified: ${response.header('last-modified')} is the only validator, and it knows whole seconds only.`,
      why:
        'Of two changes within one second a client that has the first is answered 304 and never sees the ' +
        'second; an editor that has it overwrites the second unseen.',
      rfc,
      mend: 'Send an ETag too: a version number costs no more than the date.',
      snippets: snippets('no-validator'),
      evidence: [second.evidence('GET')],
    })
  },
}
