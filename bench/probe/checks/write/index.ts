import type { Check, Verdict } from '../../finding.ts'
import type { WriteSession } from '../../write-session.ts'
import { unchecked } from '../verdict.ts'
import { ifMatchEmpty } from './if-match-empty.ts'
import { observeIfMatch } from './if-match-behaviour.ts'
import { ifMatchHonoured } from './if-match-honoured.ts'
import { ifMatchList } from './if-match-list.ts'
import { ifMatchStar } from './if-match-star.ts'
import { ifMatchWeak } from './if-match-weak.ts'
import { ifNoneMatchStarWrite } from './if-none-match-star-write.ts'
import { ifUnmodifiedSince } from './if-unmodified-since.ts'
import { notModifiedToPut } from './not-modified-to-put.ts'
import { refusedWriteChangesNothing } from './refused-write-changes-nothing.ts'
import { simultaneousWrites } from './simultaneous-writes.ts'
import { tagFollowsContent } from './tag-follows-content.ts'
import { unconditionalWrite } from './unconditional-write.ts'
import { validatorsOfPut } from './validators-of-put.ts'
import type { WriteCheck, WriteContext } from './write-check.ts'

/** In this order; the one that judges what the others were refused comes after them, the one with the most requests is the last. */
const checks: readonly WriteCheck[] = [
  ifMatchHonoured,
  ifMatchWeak,
  ifMatchList,
  ifMatchStar,
  ifMatchEmpty,
  validatorsOfPut,
  tagFollowsContent,
  unconditionalWrite,
  ifNoneMatchStarWrite,
  notModifiedToPut,
  ifUnmodifiedSince,
  refusedWriteChangesNothing,
  simultaneousWrites,
]

/** For lists, and for a report that says what was not checked. */
export const writeCheckList: readonly Pick<Check, 'id' | 'title' | 'rfc' | 'needs'>[] = checks.map(({ id, title, rfc }) => ({
  id,
  title,
  rfc,
  needs: 'write',
}))

/** The writing checks on one session, which somebody else opens and restores. */
export function writeChecks(session: WriteSession): readonly Check[] {
  const context: WriteContext = {
    session,
    ifMatch: once(() => observeIfMatch(session)),
    createOnly: once(async () => {
      await session.rehearse()
      return session.tryWrite(() => [['If-None-Match', '*']])
    }),
  }
  return checks.map(({ id, title, rfc, run }) => ({ id, title, rfc, needs: 'write', run: () => unlessCarriedOut(session, () => run(context)) }))
}

/** A refusal is none where the PUT was carried out: a check does not pass by it. */
async function unlessCarriedOut(session: WriteSession, run: () => Promise<Verdict>): Promise<Verdict> {
  const known = session.carriedOutThoughRefused.length
  const verdict = await run()
  const isNone = verdict.kind === 'passed' && session.carriedOutThoughRefused.length > known
  return isNone ? unchecked('a PUT that was refused was carried out all the same (refused-write-changes-nothing)') : verdict
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
