import type { Finding } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { evidenceOf, statusOf } from './trial-wording.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §13.1.1'

/** What a client sends that has lost the tag it was to send. */
const emptyValues = ['', '""', ','] as const

export const ifMatchEmpty: WriteCheck = {
  id: 'if-match-empty',
  title: 'An If-Match without a tag in it lets no write through',
  rfc,
  async run({ session, ifMatch }) {
    const { outdated } = await ifMatch()
    if (outdated.accepted) return unchecked('If-Match is not honoured here (if-match-honoured)')
    const findings: Finding[] = []
    const statuses: string[] = []
    for (const value of emptyValues) {
      const trial = await session.tryWrite(() => [['If-Match', value]])
      statuses.push(String(trial.sent.response.status))
      if (!trial.accepted) continue
      findings.push({
        id: 'if-match-empty',
        severity: 'warning',
        seen: `PUT with ${value === '' ? 'an empty If-Match' : `If-Match: ${value}`} was answered ${statusOf(trial.sent)}${trial.landed ? ' and carried out' : ''}.`,
        why: 'A client whose stored tag got lost meant to guard its write and overwrites blindly: a lost update.',
        rfc,
        mend: 'Ask whether If-Match is there, not whether its value is truthy; a value that names no current tag is 412 (or 400, or 428).',
        snippets: snippets('if-match'),
        evidence: evidenceOf(trial, value === '' ? 'PUT with an empty If-Match' : `PUT with If-Match: ${value}`),
      })
    }
    const [first] = findings
    const merged = first === undefined ? [] : [{ ...first, evidence: findings.flatMap(({ evidence }) => evidence) }]
    return passedUnless(merged, `an empty If-Match, "" and a lone comma were answered ${statuses.join(', ')}`)
  },
}
