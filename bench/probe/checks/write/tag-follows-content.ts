import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §8.8.1'
/** Of one length each, within a second as a rule. */
const edits = 3

export const tagFollowsContent: WriteCheck = {
  id: 'tag-follows-content',
  title: 'The tag changes with every change of the content, also within one second',
  rfc,
  async run({ session }) {
    const tags: string[] = []
    for (let edit = 1; edit <= edits; edit += 1) {
      const { before, sent, after } = await session.commit()
      if (before.etag === undefined || after.etag === undefined) return unchecked('the resource has no ETag (no-validator)')
      tags.push(after.etag)
      if (before.etag !== after.etag) continue
      return found({
        id: 'tag-follows-content',
        severity: 'error',
        seen: `A PUT changed "${session.field}" from ${JSON.stringify(session.fieldOf(before))} to ${JSON.stringify(session.fieldOf(after))}, and the tag stayed ${after.etag}.`,
        why: 'False 304s: who has the old content is told that it still holds, and edits made on it are let through: lost updates.',
        rfc,
        mend: 'Make the tag of something that no write leaves as it was: a version counted up in the same transaction, or a hash of the content. A file time and a length are not enough.',
        snippets: snippets('no-validator'),
        evidence: [before.exchange.evidence('GET before the change'), sent.evidence('PUT'), after.exchange.evidence('GET after the change')],
      })
    }
    return passed(`${edits} changes right after each other gave ${tags.join(', ')}`)
  },
}
