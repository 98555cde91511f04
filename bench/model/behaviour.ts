import { conflictsOf } from './conflicts.ts'
import type { CostClass, StrategyBasis } from './cost-basis.ts'
import { staleShare } from './date-blindness.ts'
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
  /** Of writes that follow a refused one: refused too. */
  readonly refusedAgain: number
}

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
  const { abortsPerCommit, lost, again } = conflictsOf(strategy, traffic)
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
    refusedAgain: again,
  }
}

/** Whether its editors could make so many changes: each of them thinks about one at a time. */
export function editorsSuffice({ editors, changesPerMinute, thinkSeconds }: Traffic): boolean {
  return (changesPerMinute / 60) * thinkSeconds <= Math.max(1, editors)
}

/**
 * Whether an edit may be lost or a 304 be false, however rarely: what a chance too small for a number would hide. A validator
 * that changes may share misses some wherever there are any.
 */
export function mayLose({ blindMs, writeGuard }: StrategyBasis, { changesPerMinute, editors }: Traffic): boolean {
  return changesPerMinute > 0 && (blindMs > 0 || (writeGuard !== 'if-match' && editors > 1))
}
