import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed } from '../verdict.ts'

export const noValidator: Check = {
  id: 'no-validator',
  title: 'The resource has an ETag or a Last-Modified',
  rfc: 'RFC 9110 §8.8',
  async run({ baseline: { first, second } }) {
    const fields = ['etag', 'last-modified'].flatMap(name => {
      const value = second.response.header(name)
      return value === undefined ? [] : [`${name === 'etag' ? 'ETag' : 'Last-Modified'} ${value}`]
    })
    if (fields.length > 0) return passed(`it shows ${fields.join(' and ')}`)
    return found({
      id: 'no-validator',
      severity: 'warning',
      seen: `A GET is answered ${second.response.status} with neither ETag nor Last-Modified.`,
      why:
        'Clients have nothing to ask by: every poll carries the whole content, and no write can be guarded, ' +
        'so that edits get lost.',
      rfc: 'RFC 9110 §8.8.2.1, §8.8.3',
      mend: 'Send an ETag: a version number or a stored digest is cheapest, a hash of the content the easiest.',
      snippets: snippets('no-validator'),
      evidence: [first.evidence('GET')],
    })
  },
}
