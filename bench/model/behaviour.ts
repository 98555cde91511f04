import { conflictProbability, lostShare } from './contention.ts'
import type { CostClass, StrategyBasis } from './cost-basis.ts'
import { datedWrite, staleShare } from './date-blindness.ts'
import type { Traffic } from './traffic.ts'

/** Requests of one kind that a traffic makes of a strategy. */
export interface RequestRate {
  readonly responseClass: CostClass
  readonly perSecond: number
  /** A GET without a precondition. */
  readonly plain: boolean
}

/** What a traffic does to a strategy, whatever that costs. */
export interface Behaviour {
  readonly requests: readonly RequestRate[]
  /** Of polls. */
  readonly share304: number
  readonly abortsPerSecond: number
  readonly lostUpdatesPerSecond: number
  readonly stale304sPerSecond: number
}

/** From a repeated read being answered to the write that follows it at once: a round trip to a client far away. */
const repeatWindowSeconds = 0.1
/** Beyond twenty writes for one edit nobody goes on. */
const mostRepeatedAborts = 0.95

/**
 * Changes of a document come as a Poisson process, so none falls between two polls with chance exp(-rate x interval). Every
 * accepted edit took a read and a write, and each 412 before it another pair.
 */
export function behaviourOf(strategy: StrategyBasis, traffic: Traffic): Behaviour {
  const { clients, everySeconds, documents } = traffic
  const changesPerSecond = traffic.changesPerMinute / 60
  const pollsPerSecond = clients / everySeconds
  const answers304 = !strategy.isControl && strategy.classes['304'] !== undefined
  const share304 = answers304 ? Math.exp(-changesPerSecond * everySeconds) : 0
  const stale = answers304 ? staleShare({ changesPerSecond, slotSeconds: strategy.blindMs / 1000 }, everySeconds) : 0
  const commitsPerSecond = documents * changesPerSecond
  const { abortsPerCommit, lost } = conflictsOf(strategy, traffic)
  const abortsPerSecond = commitsPerSecond * abortsPerCommit
  const requests: RequestRate[] = [
    { responseClass: '304', perSecond: pollsPerSecond * share304, plain: false },
    { responseClass: '200', perSecond: pollsPerSecond * (1 - share304), plain: !answers304 },
    { responseClass: '200', perSecond: commitsPerSecond + abortsPerSecond, plain: true },
    { responseClass: 'put', perSecond: commitsPerSecond, plain: false },
    { responseClass: '412', perSecond: abortsPerSecond, plain: false },
  ]
  return {
    requests: requests.filter(({ perSecond }) => perSecond > 0),
    share304,
    abortsPerSecond,
    lostUpdatesPerSecond: commitsPerSecond * lost,
    stale304sPerSecond: pollsPerSecond * stale,
  }
}

/** Whether its editors could make so many changes: each of them thinks about one at a time. */
export function editorsSuffice({ editors, changesPerMinute, thinkSeconds }: Traffic): boolean {
  return (changesPerMinute / 60) * thinkSeconds <= Math.max(1, editors)
}

function conflictsOf({ writeGuard, blindMs }: StrategyBasis, traffic: Traffic): { readonly abortsPerCommit: number; readonly lost: number } {
  const editors = Math.max(1, traffic.editors)
  const changesPerSecond = traffic.changesPerMinute / 60
  const windows = { editors, documents: 1, commitsPerSecond: changesPerSecond / editors, apartSeconds: 0 }
  const windowSeconds = traffic.thinkSeconds + repeatWindowSeconds
  if (writeGuard === 'none') return { abortsPerCommit: 0, lost: lostShare(windows, windowSeconds) }
  const again = conflictProbability(windows, repeatWindowSeconds)
  const untilAccepted = (first: number) => first / (1 - Math.min(again, mostRepeatedAborts))
  if (writeGuard === 'if-match') return { abortsPerCommit: untilAccepted(conflictProbability(windows, windowSeconds)), lost: 0 }
  const othersPerSecond = (changesPerSecond * (editors - 1)) / editors
  const noCommitWithin = (seconds: number) => 1 - conflictProbability(windows, seconds)
  const { conflictProbability: noticed, overwritten } = datedWrite({ changesPerSecond, slotSeconds: dateSlotSeconds(blindMs) }, windowSeconds, othersPerSecond, noCommitWithin)
  return { abortsPerCommit: untilAccepted(noticed), lost: overwritten / (1 + overwritten) }
}

/** A date guards in whole seconds, whatever tag goes with it (RFC 9110 §5.6.7). */
function dateSlotSeconds(blindMs: number): number {
  return Math.max(1, blindMs / 1000)
}
