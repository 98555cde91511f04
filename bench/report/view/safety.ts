import type { RunFile } from '../../archive/run-file.ts'
import { lastAttempts } from '../scenario-group.ts'
import { conflictGroups } from './conflict-groups.ts'

/** What a run shows of a strategy's promise: that no acknowledged edit gets lost and no 304 is false. */
export interface Safety {
  readonly name: string
  /** Its tag is strong and guards writes: it promises to lose nothing. */
  readonly strongTag: boolean
  /** Over all scripts that counted and in which editors conflicted; null: none edited on it. */
  readonly lost: { readonly least: number; readonly most: number; readonly acknowledged: number } | null
  /** Over all scripts that counted; null: nobody polled it. */
  readonly falseNotModified: { readonly certain: number; readonly notModified: number } | null
  readonly violations: number
  /** It promises to, and nothing in the run says otherwise. */
  readonly losesNothing: boolean
}

/** Of the control and every strategy, in the order of the run. A violation counts in a void script too. */
export function readSafety(run: Pick<RunFile, 'arms' | 'scenarios'>): readonly Safety[] {
  const counted = lastAttempts(run.scenarios).filter(({ voidReason }) => voidReason === null)
  const contended = new Set(conflictGroups(run.scenarios).flatMap(({ records }) => records))
  return run.arms
    .filter(({ role }) => role === 'control' || role === 'strategy')
    .map(({ name, strongTag }) => {
      const own = counted.filter(({ strategy }) => strategy === name)
      const lost = sumLost(own.filter((record) => contended.has(record)).map(({ lostUpdates }) => lostUpdates))
      const falseNotModified = sumFalse(own.map(({ polls }) => polls))
      const violations = run.scenarios
        .filter(({ strategy }) => strategy === name)
        .reduce((sum, each) => sum + each.violations.reduce((total, { count }) => total + count, 0), 0)
      const kept = (lost?.most ?? 0) === 0 && (falseNotModified?.certain ?? 0) === 0
      return { name, strongTag, lost, falseNotModified, violations, losesNothing: strongTag && kept && violations === 0 }
    })
}

type Lost = RunFile['scenarios'][number]['lostUpdates']

function sumLost(each: readonly Lost[]): Safety['lost'] {
  const edited = each.filter(({ acknowledged }) => acknowledged > 0)
  if (edited.length === 0) return null
  const total = (key: 'least' | 'most' | 'acknowledged') => edited.reduce((sum, lost) => sum + lost[key], 0)
  return { least: total('least'), most: total('most'), acknowledged: total('acknowledged') }
}

function sumFalse(each: readonly RunFile['scenarios'][number]['polls'][]): Safety['falseNotModified'] {
  const polled = each.filter((polls) => polls !== null)
  if (polled.length === 0) return null
  const total = (key: 'certainFalse' | 'notModified') => polled.reduce((sum, polls) => sum + polls[key], 0)
  return { certain: total('certainFalse'), notModified: total('notModified') }
}
