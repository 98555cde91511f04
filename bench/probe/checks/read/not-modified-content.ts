import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { provokeNotModified } from './revalidation.ts'

const rfc = 'RFC 9110 §15.4.5'

export const notModifiedContent: Check = {
  id: 'not-modified-content',
  title: 'A 304 ends with its head',
  rfc: `${rfc}, §6.4.1`,
  async run(probe) {
    const provoked = await provokeNotModified(probe)
    if (!provoked.held) return unchecked(provoked.because)
    const { notModified } = provoked
    const bytes = notModified.response.surplusBytes + notModified.response.body.length
    if (bytes === 0) return passed('nothing came after its head')
    return found({
      id: 'not-modified-content',
      severity: 'error',
      seen: `After the head of the 304 came ${bytes} bytes of content.`,
      why:
        'On a kept connection a client takes them for the beginning of the next answer: it fails, or shows ' +
        'one user what was meant for another.',
      rfc: `${rfc}, §6.4.1`,
      mend: 'Send no content and no trailer with 304 (nor an empty chunk).',
      snippets: snippets('not-modified-headers'),
      evidence: [notModified.evidence('a conditional GET', `${bytes} bytes followed`)],
    })
  },
}
