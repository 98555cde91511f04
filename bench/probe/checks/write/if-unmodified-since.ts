import { formatHttpDate, parseHttpDate } from '../../../../servers/http/http-date.ts'
import type { Finding } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { strongTagOf } from '../../representation.ts'
import type { Representation } from '../../representation.ts'
import type { Trial } from '../../trial.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { evidenceOf, statusOf } from './trial-wording.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §13.1.4'
/** Beyond what a server may round. */
const earlierMs = 10_000

export const ifUnmodifiedSince: WriteCheck = {
  id: 'if-unmodified-since',
  title: 'If-Unmodified-Since refuses a PUT after a change, and lets it through before',
  rfc,
  async run({ session }) {
    await session.rehearse()
    const { lastModified } = await session.read()
    if (lastModified === undefined) return unchecked('the resource has no Last-Modified')
    if (modifiedMs(lastModified) === undefined) return unchecked(`its Last-Modified ${lastModified} is no HTTP-date`)
    const earlier = await session.tryWrite((before) => [['If-Unmodified-Since', earlierDate(before)]])
    const exact = await session.tryWrite((before) => [['If-Unmodified-Since', before.lastModified ?? '']])
    return passedUnless(
      [...earlierFindings(earlier), ...exactFindings(exact)],
      `PUT with If-Unmodified-Since ten seconds before Last-Modified was answered ${statusOf(earlier.sent)}, with that date ${statusOf(exact.sent)}`,
    )
  },
}

function earlierFindings(trial: Trial): readonly Finding[] {
  if (!trial.accepted) return []
  const onlyGuard = strongTagOf(trial.before) === undefined
  return [{
    id: 'if-unmodified-since',
    severity: onlyGuard ? 'error' : 'warning',
    seen:
      `PUT with If-Unmodified-Since: ${earlierDate(trial.before)} was answered ${statusOf(trial.sent)}` +
      `${trial.landed ? ' and carried out' : ''}, though Last-Modified was ${trial.before.lastModified ?? ''}.`,
    why: onlyGuard
      ? 'Lost updates: without a strong tag this date is all that an editor can guard a write by, and it guards nothing.'
      : 'Lost updates for the editors that guard their writes by the date: the server sends it, and then ignores it.',
    rfc,
    mend: 'Answer 412 where Last-Modified is later than If-Unmodified-Since; or send no Last-Modified, and ask for If-Match.',
    snippets: snippets('if-match'),
    evidence: evidenceOf(trial, 'PUT with an earlier date'),
  }]
}

function exactFindings(trial: Trial): readonly Finding[] {
  // Only 412 says that the date does not hold. Other refusals, as a rule 428, ask for a tag instead, which guards better.
  if (trial.sent.response.status !== 412) return []
  return [{
    id: 'if-unmodified-since-current-refused',
    severity: 'warning',
    seen: `PUT with If-Unmodified-Since: ${trial.before.lastModified ?? ''}, the Last-Modified of a GET right before, was answered ${statusOf(trial.sent)}.`,
    why: 'An editor that guards its writes by the date can never save, and ends up sending none.',
    rfc,
    mend: 'Compare in whole seconds: cut the fraction off the stored time before comparing it with the date; or send no Last-Modified, and ask for If-Match.',
    snippets: snippets('if-match'),
    evidence: [trial.before.exchange.evidence('GET right before'), ...evidenceOf(trial, 'PUT with the date of Last-Modified')],
  }]
}

function modifiedMs(lastModified: string): number | undefined {
  const seconds = parseHttpDate(lastModified, Date.now())
  return seconds === undefined ? undefined : seconds * 1000
}

function earlierDate({ lastModified }: Representation): string {
  return formatHttpDate((modifiedMs(lastModified ?? '') ?? Date.now()) - earlierMs)
}
