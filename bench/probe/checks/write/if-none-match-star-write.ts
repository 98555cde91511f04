import { snippets } from '../../mends.ts'
import { found, passed } from '../verdict.ts'
import { evidenceOf, statusOf } from './trial-wording.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §13.1.2'

export const ifNoneMatchStarWrite: WriteCheck = {
  id: 'if-none-match-star-write',
  title: 'PUT with If-None-Match: * only creates: it does not touch a resource that is there',
  rfc,
  async run({ createOnly }) {
    const trial = await createOnly()
    if (!trial.accepted) return passed(`PUT with If-None-Match: * was answered ${statusOf(trial.sent)}`)
    return found({
      id: 'if-none-match-star-write',
      severity: 'error',
      seen: `PUT with If-None-Match: * to a resource that is there was answered ${statusOf(trial.sent)}${trial.landed ? ' and overwrote it' : ', though it must be refused'}.`,
      why: 'Two clients that create the same resource both succeed, and the first one\'s content is gone: a lost update.',
      rfc,
      mend: 'Answer 412 to PUT with If-None-Match: * where the resource has a current representation; let the database decide (INSERT without REPLACE).',
      evidence: evidenceOf(trial, 'PUT with If-None-Match: *'),
      snippets: snippets('create-only'),
    })
  },
}
