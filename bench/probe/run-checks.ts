import type { Check, Probe, Verdict } from './finding.ts'
import { ProbeBoundError } from './probe-bound-error.ts'
import { unusableError } from './target-answer.ts'
import { TargetError } from './target-error.ts'
import { WritingStoppedError } from './writing-stopped-error.ts'

export interface CheckResult {
  readonly check: Pick<Check, 'id' | 'title' | 'rfc'>
  readonly verdict: Verdict
  /** The check itself failed in a way that nobody foresaw. */
  readonly crashed?: true
}

export interface ChecksRun {
  /** One for each check, in order. */
  readonly results: readonly CheckResult[]
  /** Set where the target stopped giving usable answers: checks before that may have seen it happen, those after were not made. */
  readonly endedBy?: TargetError
  /** The signal was aborted: checks that were not made by then say so. */
  readonly interrupted: boolean
}

/** Makes the checks one after the other. Never throws for what a check or the target does. */
export async function runChecks(
  checks: readonly Check[],
  probe: Probe,
  onCheck: (check: Check, index: number) => void = () => {},
): Promise<ChecksRun> {
  const results: CheckResult[] = []
  let endedBy: TargetError | undefined
  for (const [index, check] of checks.entries()) {
    if (probe.signal.aborted) results.push(unchecked(check, 'interrupted'))
    else if (endedBy !== undefined) results.push(unchecked(check, 'the target stopped answering'))
    else if (check.needs === 'also' && probe.also.length === 0) results.push(unchecked(check, 'needs --also URL'))
    else {
      onCheck(check, index)
      const outcome = await runOne(check, probe)
      results.push(outcome.result)
      if (outcome.error !== undefined) endedBy = await stoppedAnswering(outcome.error, probe)
    }
  }
  endedBy ??= await plainGetError(probe)
  return { results, interrupted: probe.signal.aborted, ...(endedBy === undefined ? {} : { endedBy }) }
}

async function runOne(check: Check, probe: Probe): Promise<{ readonly result: CheckResult; readonly error?: TargetError }> {
  const { id, title, rfc } = check
  try {
    return { result: { check: { id, title, rfc }, verdict: await check.run(probe) } }
  } catch (error) {
    if (probe.signal.aborted) return { result: unchecked(check, 'interrupted') }
    if (error instanceof ProbeBoundError || error instanceof WritingStoppedError) return { result: unchecked(check, error.message) }
    if (error instanceof TargetError) return { result: unchecked(check, error.message), error }
    const because = `unexpected error in the check, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
    return { result: { ...unchecked(check, because), crashed: true } }
  }
}

function unchecked({ id, title, rfc }: Check, because: string): CheckResult {
  return { check: { id, title, rfc }, verdict: { kind: 'unchecked', because } }
}

/** A request of one check may fail for what it sent, or at another node; where the plain GET fails too, no further check says anything. */
async function stoppedAnswering(error: TargetError, probe: Probe): Promise<TargetError | undefined> {
  return error.kind === 'limited' ? error : plainGetError(probe)
}

/** Undefined while the resource answers a plain GET as it did at the start, and where that cannot be asked. */
async function plainGetError(probe: Probe): Promise<TargetError | undefined> {
  try {
    return unusableError((await probe.send({})).response, probe.url)
  } catch (error) {
    if (error instanceof TargetError) return error
    if (error instanceof ProbeBoundError || probe.signal.aborted) return undefined
    throw error
  }
}
