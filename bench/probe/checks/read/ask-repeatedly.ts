import type { Evidence, Exchange, Probe } from '../../finding.ts'
import { TargetError } from '../../target-error.ts'
import type { Asked, Outcome } from './revalidation.ts'

/** A conditional request that failed twice, while the plain GET before and after the second was answered. */
export interface NoAnswer {
  /** A clause: what came instead. */
  readonly unanswered: string
  readonly plain: Exchange
  readonly evidence: readonly Evidence[]
}

/**
 * Asks a second time where no whole answer came, or one that says nothing about preconditions (such as 503). Throws the first error,
 * or gives the first answer, where the plain GET does not work either: then it is not the condition.
 */
export async function askRepeatedly<V>(probe: Probe, ask: () => Promise<Asked<V>>): Promise<Asked<V> | NoAnswer> {
  const first = await attempt(ask)
  if (isAnswered(first)) return first
  if (!isSuccessful(await probe.send({}))) return orThrow(first)
  const second = await attempt(ask)
  if (isAnswered(second)) return second
  const plain = await probe.send({})
  if (!isSuccessful(plain)) return orThrow(second)
  const evidence = [plain.evidence('GET right after it')]
  if (second instanceof TargetError) return { unanswered: second.message, plain, evidence }
  return {
    unanswered: `it was answered ${second.exchange.response.status}`,
    plain,
    evidence: [second.exchange.evidence('the same with the tag'), ...evidence],
  }
}

interface Answered<V> extends Asked<V> {
  readonly outcome: Exclude<Outcome, 'unavailable'>
}

/** A limit on requests says nothing about conditions, and ends the checks. */
async function attempt<V>(ask: () => Promise<Asked<V>>): Promise<Asked<V> | TargetError> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof TargetError && error.kind !== 'limited') return error
    throw error
  }
}

function isAnswered<V>(asked: Asked<V> | TargetError): asked is Answered<V> {
  return !(asked instanceof TargetError) && asked.outcome !== 'unavailable'
}

function orThrow<V>(asked: Asked<V> | TargetError): Asked<V> {
  if (asked instanceof TargetError) throw asked
  return asked
}

function isSuccessful({ response }: Exchange): boolean {
  return response.status >= 200 && response.status <= 299
}
