import { snippets } from '../../mends.ts'
import { found, passed } from '../verdict.ts'
import { evidenceOf, statusOf } from './trial-wording.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §13.1.1'

export const ifMatchStar: WriteCheck = {
  id: 'if-match-star',
  title: 'If-Match: * holds for a resource that is there',
  rfc,
  async run({ session }) {
    await session.rehearse()
    const trial = await session.tryWrite(() => [['If-Match', '*']])
    const { status } = trial.sent.response
    if (trial.accepted && trial.landed) return passed(`PUT with If-Match: * was answered ${statusOf(trial.sent)}`)
    // A server may want to know which state it was that the editor saw: a policy, and a safe one. 412 says that * is false.
    if (status >= 400 && status < 500 && status !== 412) return passed(`PUT with If-Match: * was refused with ${statusOf(trial.sent)}: a tag is asked for`)
    return found({
      id: 'if-match-star',
      severity: 'warning',
      seen: `PUT with If-Match: * was answered ${statusOf(trial.sent)}${trial.accepted ? ', and nothing was written' : ', though the resource is there'}.`,
      why: 'Clients say with it "change it, but do not create it": they can then do neither.',
      rfc,
      mend: 'Take * for what it is: true where the resource has a current representation, false where it has none.',
      snippets: snippets('if-match'),
      evidence: evidenceOf(trial, 'PUT with If-Match: *'),
    })
  },
}
