import type { Check, Severity } from '../../finding.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { directivesOf, membersOf } from './field-lists.ts'

const rfc = 'RFC 9110 §12.5.5'

interface Splitter {
  readonly why: string
  readonly mend: string
  /** Where shared caches are ruled out, a browser's own is what is left. */
  readonly severity: (isShared: boolean) => Severity
}

const splitters: Readonly<Record<string, Splitter>> = {
  '*': {
    why: 'No stored answer ever fits a later request: caches ask at each poll, and most do not even store.',
    mend: 'Name the request fields that the content depends on, or send Cache-Control: private, no-cache instead.',
    severity: () => 'warning',
  },
  cookie: {
    why: 'A cache keeps one copy for each user and each change of any cookie: practically none is ever found again.',
    mend:
      'If the content is the user\'s own, send Cache-Control: private and no Vary: Cookie; if it is not, do ' +
      'not look at cookies.',
    severity: isShared => (isShared ? 'warning' : 'note'),
  },
  'user-agent': {
    why: 'A cache keeps one copy for each version of each client: few are ever found again.',
    mend: 'Send the same content to all clients, or negotiate by Accept or another field with few values.',
    severity: isShared => (isShared ? 'warning' : 'note'),
  },
  authorization: {
    why:
      'It is needless: shared caches do not reuse answers to authorized requests for others (RFC 9111 ' +
      '§3.5), and where Cache-Control allows it they keep a copy for each user.',
    mend: 'Leave Authorization out of Vary; send Cache-Control: private for what is the user\'s own.',
    severity: () => 'note',
  },
}

export const varySplitsCache: Check = {
  id: 'vary-splits-cache',
  title: 'Vary does not make every cached copy useless',
  rfc,
  async run({ baseline: { second } }) {
    const vary = second.response.header('vary')
    const directives = directivesOf(second.response.header('cache-control'))
    if (directives.has('no-store')) return unchecked('Cache-Control: no-store keeps caches out anyway')
    const findings = membersOf(vary).flatMap(member => {
      const splitter = splitters[member]
      if (splitter === undefined) return []
      const { why, mend, severity } = splitter
      return [{
        id: 'vary-splits-cache',
        severity: severity(!directives.has('private')),
        seen: `Vary: ${vary} makes caches keep copies apart by ${member === '*' ? 'what no request shows' : member}.`,
        why,
        rfc,
        mend,
        evidence: [second.evidence('GET')],
      }]
    })
    return passedUnless(findings, vary === undefined ? 'it has no Vary' : `Vary: ${vary} splits by few values`)
  },
}
