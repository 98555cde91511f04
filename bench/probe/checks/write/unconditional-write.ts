import { snippets } from '../../mends.ts'
import { found, passed } from '../verdict.ts'
import { evidenceOf, statusOf } from './trial-wording.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 6585 §3'

export const unconditionalWrite: WriteCheck = {
  id: 'unconditional-write',
  title: 'A PUT without any precondition is refused',
  rfc,
  async run({ session }) {
    await session.rehearse()
    const trial = await session.tryWrite(() => [])
    if (!trial.accepted) return passed(`PUT without a precondition was answered ${statusOf(trial.sent)}`)
    return found({
      id: 'unconditional-write',
      severity: 'warning',
      seen: `PUT without a precondition was answered ${statusOf(trial.sent)}${trial.landed ? ' and overwrote what was there' : ''}.`,
      why: 'An editor that forgets If-Match overwrites what others wrote since, and nobody is told: lost updates, also for the editors that do send it.',
      rfc,
      mend: 'Answer 428 Precondition Required to a PUT of an existing resource without If-Match, and say in it which header to send. A resource needs a strong tag first.',
      snippets: snippets('precondition-required'),
      evidence: evidenceOf(trial, 'PUT without a precondition'),
    })
  },
}
