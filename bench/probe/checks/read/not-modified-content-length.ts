import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { provokeNotModified } from './revalidation.ts'

const rfc = 'RFC 9110 §8.6'

export const notModifiedContentLength: Check = {
  id: 'not-modified-content-length',
  title: 'A 304 has no Content-Length, or that of the 200',
  rfc,
  async run(probe) {
    const provoked = await provokeNotModified(probe)
    if (!provoked.held) return unchecked(provoked.because)
    const { notModified } = provoked
    const value = notModified.response.header('content-length')
    if (value === undefined) return passed('it has none')
    // A weak tag may stand for contents of several lengths: any that was seen is fair.
    const full = await probe.send({})
    const lengths = [probe.baseline.first, probe.baseline.second, full].map(({ response }) => String(response.body.length))
    if (lengths.includes(value)) return passed(`it is ${value}, as of the 200`)
    if (value !== '0' && new Set(lengths).size > 1) return unchecked('the content has another length at each read')
    return found({
      id: 'not-modified-content-length',
      severity: 'error',
      seen: `The 304 has Content-Length: ${value}; the content of the 200 has ${lengths[2]} bytes.`,
      why:
        'Caches take the length into what they hold, and then see a copy that is too long or cut off: it is ' +
        'thrown away or sent on broken.',
      rfc,
      mend: 'Send no Content-Length with 304.',
      snippets: snippets('not-modified-headers'),
      evidence: [full.evidence('GET', `${lengths[2]} bytes of content`), notModified.evidence('the same, conditional')],
    })
  },
}
