import type { Check, Exchange, ProbeResponse } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { readCodings } from './codings.ts'
import { directivesOf, membersOf } from './field-lists.ts'

const rfc = 'RFC 9110 §12.5.5'

export const varyMissing: Check = {
  id: 'vary-missing',
  title: 'What is compressed on request says Vary: Accept-Encoding',
  rfc,
  async run(probe) {
    const representations = await readCodings(probe)
    if (representations.size === 0) return unchecked('no request with Accept-Encoding was answered')
    if (representations.size === 1) return passed('the content comes in one coding whatever Accept-Encoding asks for')
    const silent = [...representations].filter(([, { response }]) => isCacheable(response) && !saysVary(response))
    if (silent.length === 0) return passed(`${[...representations.keys()].join(', ')} say so, or are not to be stored`)
    const codings = silent.map(([coding]) => coding)
    const compressed = codings.some(coding => coding !== 'identity')
    return found({
      id: 'vary-missing',
      severity: compressed ? 'warning' : 'note',
      seen:
        `The content comes as ${[...representations.keys()].join(' or ')} depending on Accept-Encoding, and ` +
        `no Vary says so as ${codings.join(', ')}.`,
      why: compressed
        ? 'A cache gives the compressed content to clients that cannot read it.'
        : 'A cache that has the plain content gives it to everybody, and nobody gets it compressed.',
      rfc,
      mend: 'Send Vary: Accept-Encoding whenever compression is negotiated, with the plain content and with 304 too.',
      snippets: snippets('vary'),
      evidence: silent.slice(0, 2).map(([coding, exchange]: readonly [string, Exchange]) => exchange.evidence(`the content as ${coding}`)),
    })
  },
}

function isCacheable(response: ProbeResponse): boolean {
  return !directivesOf(response.header('cache-control')).has('no-store')
}

function saysVary(response: ProbeResponse): boolean {
  const members = membersOf(response.header('vary'))
  return members.includes('accept-encoding') || members.includes('*')
}
