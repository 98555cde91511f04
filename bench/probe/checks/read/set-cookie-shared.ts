import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed } from '../verdict.ts'
import { directivesOf } from './field-lists.ts'

const rfc = 'RFC 9111 §7.3, §5.2.2'

export const setCookieShared: Check = {
  id: 'set-cookie-shared',
  title: 'What shared caches may keep sets no cookie',
  rfc,
  async run({ baseline: { second } }) {
    const { response } = second
    const value = response.header('cache-control')
    if (response.header('set-cookie') === undefined) return passed('it sets no cookie')
    const directives = directivesOf(value)
    const invitation = ['public', 's-maxage', 'max-age'].find(name => directives.has(name) && Number(directives.get(name) ?? 1) > 0)
    const isKeptOut = ['private', 'no-store', 'no-cache'].some(name => directives.has(name))
    if (isKeptOut || invitation === undefined) return passed(`it sets a cookie, and Cache-Control (${value ?? 'absent'}) hands it to nobody else unasked`)
    return found({
      id: 'set-cookie-shared',
      severity: 'warning',
      seen: `It sets a cookie, and Cache-Control: ${value} lets shared caches keep it and hand it out.`,
      why: 'A proxy or CDN that keeps the answer may give the cookie of one user, such as the session, to all others.',
      rfc,
      mend: 'Send Cache-Control: private where a cookie is set, or set no cookie on what is public.',
      snippets: snippets('cache-control'),
      evidence: [second.evidence('GET')],
    })
  },
}
