import type { Finding } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless } from '../verdict.ts'
import type { IfMatchBehaviour } from './if-match-behaviour.ts'
import { evidenceOf, statusOf } from './trial-wording.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §13.1.1'
const fault = { rfc, snippets: snippets('if-match') }

export const ifMatchHonoured: WriteCheck = {
  id: 'if-match-honoured',
  title: 'PUT with an outdated tag in If-Match is refused, with the current one accepted',
  rfc,
  async run({ ifMatch }) {
    const behaviour = await ifMatch()
    const { outdated, outdatedTag, current } = behaviour
    const currentSaid = current === undefined ? 'there is no strong tag to accept' : `with the current one ${statusOf(current.sent)}`
    return passedUnless(
      [...outdatedFindings(behaviour), ...currentFindings(behaviour)],
      `PUT with If-Match: ${outdatedTag} was answered ${statusOf(outdated.sent)}, ${currentSaid}`,
    )
  },
}

function outdatedFindings({ outdated, outdatedTag, wasCurrent }: IfMatchBehaviour): readonly Finding[] {
  const { status } = outdated.sent.response
  const tag = `${outdatedTag}, ${wasCurrent ? 'the tag of the state before' : 'which was never its tag'}`
  const evidence = evidenceOf(outdated, 'PUT with a tag that is not current')
  if (outdated.accepted) {
    return [{
      ...fault,
      id: 'if-match-honoured',
      severity: 'error',
      seen:
        `PUT with If-Match: ${tag}, was answered ${statusOf(outdated.sent)}` +
        `${outdated.landed ? ' and carried out' : ', though nothing was written'}.`,
      why: outdated.landed
        ? 'Lost updates: an editor who read an older state overwrites what others wrote since, and nobody is told.'
        : 'Lost updates: the editor is told that the edit was saved, and it was not.',
      mend:
      'Compare If-Match with the current tag before the content is processed, answer 412 where no tag of the list is ' +
      'the same strong tag, and write in the same transaction.',
      evidence,
    }]
  }
  if (status === 412) return []
  return [{
    ...fault,
    id: 'if-match-honoured-status',
    severity: status >= 500 ? 'warning' : 'note',
    seen: `PUT with If-Match: ${tag}, was refused, but with ${statusOf(outdated.sent)} instead of 412.`,
    why:
      status >= 500
        ? 'A conflict looks like a broken server: clients send the same edit again, and alarms go off.'
        : 'Clients and libraries look for 412 to read again and repeat the edit.',
    mend: 'Answer 412 Precondition Failed where If-Match does not hold.',
    evidence,
  }]
}

function currentFindings({ current }: IfMatchBehaviour): readonly Finding[] {
  if (current === undefined || (current.accepted && current.landed)) return []
  const tag = current.before.etag ?? ''
  return [{
    ...fault,
    snippets: snippets('strong-tag'),
    id: 'if-match-honoured-current-refused',
    severity: 'error',
    seen:
      `PUT with If-Match: ${tag}, the tag of a GET right before, was answered ${statusOf(current.sent)}` +
      `${current.accepted ? ', and nothing was written' : ''}.`,
    why: 'No guarded edit can succeed: editors give up, or leave the precondition out and overwrite blindly.',
    mend:
      'Compare If-Match with the tag that GET sends. Usual causes: a proxy changes the tag on the way out, the tag differs at each read, ' +
      'or the quotes are stripped on one side only.',
    evidence: [current.before.exchange.evidence('GET right before'), ...evidenceOf(current, 'PUT with the current tag')],
  }]
}
