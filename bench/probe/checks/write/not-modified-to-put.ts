import { snippets } from '../../mends.ts'
import type { Representation } from '../../representation.ts'
import { found, passed } from '../verdict.ts'
import { evidenceOf, statusOf } from './trial-wording.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §13.1.2'

export const notModifiedToPut: WriteCheck = {
  id: 'not-modified-to-put',
  title: 'PUT with If-None-Match is never answered 304',
  rfc,
  async run({ session, createOnly }) {
    const currentTag = ({ etag = '"etag-bench-other"' }: Representation) => [['If-None-Match', etag]] as const
    const trials = [
      await createOnly(),
      await session.tryWrite(currentTag),
      // Where the answer is the new representation, and every answer is compared with If-None-Match.
      await session.tryWrite(currentTag, { unchanged: true }),
    ]
    for (const trial of trials) {
      if (trial.sent.response.status !== 304) continue
      const [, value] = trial.sent.request.headers?.find(([name]) => name === 'If-None-Match') ?? []
      return found({
        id: 'not-modified-to-put',
        severity: 'error',
        seen: `PUT with If-None-Match: ${value ?? ''} was answered ${statusOf(trial.sent)}.`,
        why: 'The editor cannot tell whether its edit was saved: client libraries take 304 for a hit of their cache.',
        rfc,
        mend: 'Answer 304 to GET and HEAD only, 412 to every other method.',
        snippets: snippets('if-match'),
        evidence: evidenceOf(trial, 'PUT with If-None-Match'),
      })
    }
    return passed(`PUT with If-None-Match was answered ${trials.map(({ sent }) => sent.response.status).join(', ')}`)
  },
}
