import type { Check, Exchange } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed } from '../verdict.ts'
import { directivesOf, membersOf } from './field-lists.ts'

const rfc = 'RFC 9111 §7.3, §5.2.2'

type Directives = ReturnType<typeof directivesOf>

export const setCookieShared: Check = {
  id: 'set-cookie-shared',
  title: 'What shared caches may keep sets no cookie',
  rfc,
  async run({ baseline: { second } }) {
    const { response } = second
    const value = response.header('cache-control')
    if (response.header('set-cookie') === undefined) return passed('it sets no cookie')
    const directives = directivesOf(value)
    if (!mayBeKept(directives) || isKeptOut(directives) || isOfOneUser(second, directives)) {
      return passed(`it sets a cookie, and Cache-Control (${value ?? 'absent'}) hands it to nobody else unasked`)
    }
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

/** It says that a copy may be used again: unasked, or, with no-cache, after each 304, which leaves the stored cookie in place. */
function mayBeKept(directives: Directives): boolean {
  if (directives.has('public') || directives.has('no-cache')) return true
  return ['s-maxage', 'max-age'].some(name => Number(directives.get(name) ?? 0) > 0)
}

/** `private` and `no-cache` may name the fields that they are about. */
function isKeptOut(directives: Directives): boolean {
  if (directives.has('no-store')) return true
  if (directives.has('private') && directives.get('private') === undefined) return true
  return ['private', 'no-cache'].some(name => membersOf(directives.get(name)).includes('set-cookie'))
}

/** Shared caches keep no answer to a request with Authorization, unless they are told to (RFC 9111 §3.5). */
function isOfOneUser({ requestHead }: Exchange, directives: Directives): boolean {
  return /^authorization:/im.test(requestHead) && !['public', 's-maxage', 'must-revalidate'].some(name => directives.has(name))
}
