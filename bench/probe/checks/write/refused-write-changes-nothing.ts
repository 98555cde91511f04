import type { Finding } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import type { Trial, WriteSession } from '../../write-session.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { evidenceOf, statusOf } from './trial-wording.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §13.1.1'

export const refusedWriteChangesNothing: WriteCheck = {
  id: 'refused-write-changes-nothing',
  title: 'A PUT that is refused leaves content and validators as they are',
  rfc,
  async run({ session, ifMatch, createOnly }) {
    const { outdated, outdatedTag } = await ifMatch()
    const trials = [
      { what: `If-Match: ${outdatedTag}`, trial: outdated },
      { what: 'If-None-Match: *', trial: await createOnly() },
    ]
    const refused = trials.filter(({ trial }) => !trial.accepted)
    if (refused.length === 0) return unchecked('no PUT was refused (if-match-honoured, if-none-match-star-write)')
    const steady = await validatorsAreSteady(session)
    const findings = refused.flatMap(({ what, trial }) => findingOf(what, trial, steady))
    const seen = `PUT with ${refused.map(({ what, trial }) => `${what} was answered ${trial.sent.response.status}`).join(', with ')}, and GET showed the same as before`
    return passedUnless(findings.slice(0, 1), seen)
  },
}

function findingOf(what: string, trial: Trial, steady: boolean): readonly Finding[] {
  const moved = steady ? movedValidator(trial) : undefined
  if (!trial.landed && moved === undefined) return []
  return [{
    id: trial.landed ? 'refused-write-changes-nothing' : 'refused-write-changes-nothing-validators',
    severity: trial.landed ? 'error' : 'warning',
    seen: trial.landed
      ? `PUT with ${what} was answered ${statusOf(trial.sent)}, and yet GET then showed its content.`
      : `PUT with ${what} was answered ${statusOf(trial.sent)}, and yet ${moved ?? ''}.`,
    why: trial.landed
      ? 'The editor reads again and repeats an edit that is already there, over somebody else\'s that is gone: a lost update that looks like none.'
      : 'Every other editor\'s tag is outdated by a write that did not happen: they are refused in turn, and polls become 200.',
    rfc,
    mend: 'Evaluate the preconditions before anything is written, in the same transaction as the write.',
    snippets: snippets('atomic-write'),
    evidence: [trial.before.exchange.evidence('GET before it'), ...evidenceOf(trial, 'PUT that was refused')],
  }]
}

function movedValidator({ before, after }: Trial): string | undefined {
  if (before.etag !== after.etag) return `its ETag went from ${before.etag ?? 'none'} to ${after.etag ?? 'none'}`
  if (before.lastModified !== after.lastModified) return `its Last-Modified went from ${before.lastModified ?? 'none'} to ${after.lastModified ?? 'none'}`
  return undefined
}

/** Else they move by themselves, which is another check's finding. */
async function validatorsAreSteady(session: WriteSession): Promise<boolean> {
  const [first, second, third] = [await session.read(), await session.read(), await session.read()]
  return [second, third].every((each) => each.etag === first.etag && each.lastModified === first.lastModified)
}
