import type { Evidence } from '../../finding.ts'
import type { Representation } from '../../representation.ts'
import { isAccepted } from '../../trial.ts'
import type { Race } from '../../trial.ts'
import { statusOf } from './trial-wording.ts'

export interface RoundOutcome {
  /**
   * `winner-lost`: GET shows nothing of the one that was accepted; `loser-landed`: GET shows a content that was refused;
   * `failed`: a 5xx; `inconclusive`: an answer is missing.
   */
  readonly kind: 'one-won' | 'none-won' | 'both-won' | 'winner-lost' | 'loser-landed' | 'failed' | 'inconclusive'
  /** A clause that follows "in so many rounds". */
  readonly seen: string
  readonly evidence: readonly Evidence[]
}

/** What a race of PUTs under one strong tag came to; `shown` is the field as GET gave it after them. */
export function judgeRound({ sent, values, after }: Race, before: Representation, shown: unknown): RoundOutcome {
  const answers = sent.filter((each) => each !== undefined)
  const winners = sent.flatMap((each, index) => (each !== undefined && isAccepted(each) ? [values[index]] : []))
  const statuses = answers.map((each) => statusOf(each)).join(' and ')
  const outcome = (kind: RoundOutcome['kind'], seen: string): RoundOutcome => ({
    kind,
    seen,
    evidence: [
      ...answers.map((each, index) => {
        const wrote = JSON.stringify(values[sent.indexOf(each)])
        return each.evidence(`PUT ${index + 1} of ${values.length} that left at once`, `it wrote ${wrote}`)
      }),
      after.exchange.evidence('GET after them', `the field is ${JSON.stringify(shown)}`),
    ],
  })
  if (winners.length > 1) {
    const seen =
      `two PUTs with If-Match: ${before.etag ?? ''} that left at once were answered ${statuses}, ` +
      'though the first makes the tag outdated for the second'
    return outcome('both-won', seen)
  }
  if (answers.length < sent.length) return outcome('inconclusive', 'an answer was missing')
  const answered = `two PUTs that left at once were answered ${statuses}`
  const refusedIsThere = values.includes(shown as string | number) && !winners.includes(shown as string | number)
  if (refusedIsThere) return outcome('loser-landed', `${answered}, and GET then showed the content of one that was refused`)
  if (winners.length === 1 && winners[0] !== shown) {
    return outcome('winner-lost', `${answered}, and GET then did not show the content of the one that was accepted`)
  }
  if (answers.some(({ response }) => response.status >= 500)) return outcome('failed', answered)
  return winners.length === 1 ? outcome('one-won', 'one won') : outcome('none-won', 'none won')
}
