import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'

const rfc = 'RFC 9110 §8.8.3'

/** SHA-256 in hexadecimal with its quotes and W/ has 68 characters. */
const usefulCharacters = 80
/** Servers and proxies take header lines of 4 to 8 kB; a list of a few such tags no longer passes. */
const riskyCharacters = 1000

export const tagTooLong: Check = {
  id: 'tag-too-long',
  title: 'The ETag is not longer than useful',
  rfc,
  async run({ baseline: { second } }) {
    const length = second.response.header('etag')?.length
    if (length === undefined) return unchecked('the resource has no ETag (no-validator)')
    if (length <= usefulCharacters) return passed(`it has ${length} characters`)
    return found({
      id: 'tag-too-long',
      severity: length > riskyCharacters ? 'warning' : 'note',
      seen: `The ETag has ${length} characters; 128 bits that tell any two contents apart take 34.`,
      why:
        length > riskyCharacters
          ? 'Every poll carries it up and every 304 down again, and proxies refuse header lines of some ' +
            'kilobytes: polls become 400 or 431.'
          : 'Every poll carries it up and every 304 down again, which eats part of what a 304 saves.',
      rfc,
      mend: 'Send a version number, or the first 32 hexadecimal digits of a hash.',
      snippets: snippets('no-validator'),
      evidence: [second.evidence('GET')],
    })
  },
}
