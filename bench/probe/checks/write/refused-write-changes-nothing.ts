import type { Finding } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import type { Trial } from '../../trial.ts'
import type { WriteSession } from '../../write-session.ts'
import { WritingStoppedError } from '../../writing-stopped-error.ts'
import { found, passedUnless, unchecked } from '../verdict.ts'
import { evidenceOf, statusOf } from './trial-wording.ts'
import type { WriteCheck, WriteContext } from './write-check.ts'

const rfc = 'RFC 9110 §13.1'

export const refusedWriteChangesNothing: WriteCheck = {
  id: 'refused-write-changes-nothing',
  title: 'A PUT that is refused leaves content and validators as they are',
  rfc,
  async run(context) {
    const { session } = context
    const { refused, stopped } = await refusedTrials(context)
    const [carriedOut] = session.carriedOutThoughRefused
    if (carriedOut !== undefined) return found(carriedOutFinding(carriedOut, session.carriedOutThoughRefused.length))
    if (stopped !== undefined) throw stopped
    if (refused.length === 0) return unchecked('no PUT was refused (if-match-honoured, if-none-match-star-write)')
    const steady = await validatorsAreSteady(session)
    const findings = steady ? refused.flatMap(movedFindings) : []
    const seen = `${refused.map((trial) => `${wordingOf(trial)} was answered ${trial.sent.response.status}`).join(', ')}, and GET showed the same as before`
    return passedUnless(findings.slice(0, 1), seen)
  },
}

/** `stopped`: the session ended on the way, which may itself come of writes that were refused and carried out. */
async function refusedTrials({ ifMatch, createOnly }: WriteContext): Promise<{ readonly refused: readonly Trial[]; readonly stopped?: WritingStoppedError }> {
  try {
    const { outdated } = await ifMatch()
    return { refused: [outdated, await createOnly()].filter(({ accepted }) => !accepted) }
  } catch (error) {
    if (error instanceof WritingStoppedError) return { refused: [], stopped: error }
    throw error
  }
}

function carriedOutFinding(trial: Trial, count: number): Finding {
  const more = count === 1 ? '' : ` So it was with ${count} PUTs of this probe.`
  return {
    id: 'refused-write-changes-nothing',
    severity: 'error',
    seen: `${wordingOf(trial)} was answered ${statusOf(trial.sent)}, and yet GET then showed its content.${more}`,
    why: 'The editor reads again and repeats an edit that is already there, over somebody else\'s that is gone: a lost update that looks like none.',
    ...mending(trial),
  }
}

function movedFindings(trial: Trial): readonly Finding[] {
  const moved = movedValidator(trial)
  if (moved === undefined) return []
  return [{
    id: 'refused-write-changes-nothing-validators',
    severity: 'warning',
    seen: `${wordingOf(trial)} was answered ${statusOf(trial.sent)}, and yet ${moved}.`,
    why: 'Every other editor\'s tag is outdated by a write that did not happen: they are refused in turn, and polls become 200.',
    ...mending(trial),
  }]
}

function mending(trial: Trial): Pick<Finding, 'rfc' | 'mend' | 'snippets' | 'evidence'> {
  const [name = ''] = preconditionOf(trial) ?? []
  return {
    rfc: sections[name] ?? 'RFC 6585 §3',
    mend: 'Evaluate the preconditions before anything is written, in the same transaction as the write.',
    snippets: snippets('atomic-write'),
    evidence: [trial.before.exchange.evidence('GET before it'), ...evidenceOf(trial, 'PUT that was refused')],
  }
}

/** Where each precondition of a PUT is defined; 428 to none is of another RFC. */
const sections: Readonly<Record<string, string>> = {
  'If-Match': 'RFC 9110 §13.1.1',
  'If-None-Match': 'RFC 9110 §13.1.2',
  'If-Unmodified-Since': 'RFC 9110 §13.1.4',
}

function preconditionOf({ sent }: Trial): readonly [name: string, value: string] | undefined {
  return sent.request.headers?.find(([name]) => sections[name] !== undefined)
}

function wordingOf(trial: Trial): string {
  const precondition = preconditionOf(trial)
  return precondition === undefined ? 'PUT without a precondition' : `PUT with ${precondition[0]}: ${precondition[1]}`
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
