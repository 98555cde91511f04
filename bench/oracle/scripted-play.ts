import type { Scenario, ScriptRequest } from '../../scenarios/scenario.ts'
import type { Observation } from '../load/observation.ts'
import type { ScriptedServerOptions } from '../load/scripted-server.ts'
import { conflictEconomics } from './economics.ts'
import type { Judgement } from './judge.ts'
import { judgeScripted } from './scripted-case.ts'

type Travel = (request: ScriptRequest) => { readonly toServerNs: number; readonly backNs: number }

/**
 * A test fixture: a script to the nanosecond. Each exchange takes 2 ms, unless `travelNs` says otherwise, and the server
 * acts in the middle of it; `chance` is what each user draws, in turn.
 */
export function play<Settings, User>(
  scenario: Scenario<Settings, User>,
  settings: Settings,
  server: Omit<ScriptedServerOptions, 'documents'>,
  chance: readonly (readonly number[])[],
  travelNs: Travel = () => ({ toServerNs: 1e6, backNs: 1e6 }),
) {
  const seedRandom = (userIndex: number) => {
    const left = [...(chance[userIndex] ?? [])]
    return () => {
      const drawn = left.shift()
      if (drawn === undefined) throw new Error(`user ${userIndex} asked chance more often than expected`)
      return drawn
    }
  }
  const { observations, judgement } = judgeScripted({ scenario, settings, server, seedRandom, travelNs })
  return { lines: observations.map(lineOf), ...figuresOf(judgement), judgement, economics: conflictEconomics(observations) }
}

/** `user kind/document intended-done status`, in milliseconds; the time of the send only where it was not the intended one. */
function lineOf({ user, kind, document, intendedNs, sentNs, doneNs, status, outcome }: Observation): string {
  const late = sentNs === intendedNs ? '' : `(${sentNs / 1e6})`
  return `${user} ${kind}/${document} ${intendedNs / 1e6}${late}-${doneNs / 1e6} ${outcome === 'dropped' ? outcome : status}`
}

function figuresOf({ notModified, uselessOk, lostUpdates, conflicts, commitLog }: Judgement) {
  const { certainlyTrue, possiblyFalse, certainlyFalse } = notModified
  return {
    /** 304s: true, possibly false, certainly false. */
    notModified: [certainlyTrue, possiblyFalse, certainlyFalse],
    useless: uselessOk.useless,
    /** Committed, aborted, lost by the tally, lost by the log. */
    edits: [conflicts.committed, conflicts.aborts, lostUpdates.lost.atLeast, commitLog?.lost],
  }
}
