import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { collectGarbage } from './collect-garbage.ts'

/** A neighbour's half second of work is enough to make a script late: it gets one more chance. */
const mostAttempts = 2

export interface ScenarioSink {
  scenarioDone(record: ScenarioRecord, progress?: { readonly repeated?: boolean }): Promise<void>
}

/** Plays a script again while it is void, and hands every attempt over: a void one keeps its reason and its violations. */
export async function playUntilValid(play: () => Promise<ScenarioRecord>, sink: ScenarioSink): Promise<void> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const record = { ...(await play()), attempt }
    const repeated = record.voidReason !== null && attempt < mostAttempts
    await sink.scenarioDone(record, { repeated })
    collectGarbage()
    if (!repeated) return
  }
}
