import { afterAll, beforeAll, expect, it } from 'vitest'
import { scenarios, type ScenarioSettings } from '../../scenarios/index.ts'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { planArms } from '../plan/arm.ts'
import type { Supervisor } from '../target/supervision.ts'
import { startSupervisor } from '../target/supervision.ts'
import { measureScenario } from './scenario-trial.ts'
import { tinySettings } from './tiny-settings-fixture.ts'

let supervisor: Supervisor
beforeAll(() => void (supervisor = startSupervisor()))
afterAll(() => supervisor.close())

/** One user, so that no order of events is left to chance. */
const scripts: Readonly<Record<string, ScenarioSettings>> = {
  touch: { users: 1, polls: 60, changedFraction: 0.5, touchFraction: 0.3, thinkMs: 0 },
  mixed: { users: 1, documents: 5, polls: 60, editFraction: 0.3, zipfExponent: 0.99, attempts: 3 },
}

async function countsOf(name: string, strategy: string): Promise<unknown> {
  const scenario = scenarios.find((each) => each.name === name)
  const arm = (await planArms([strategy], [])).find((each) => each.name === strategy)
  if (scenario === undefined || arm === undefined) throw new Error(`${name} or ${strategy} is missing`)
  const plan = { scenario, variant: 'one user', settings: { ...scenario.defaults, ...scripts[name] }, arm, sizeBytes: 1000 }
  return countsIn(await measureScenario(plan, { settings: tinySettings, supervisor, signal: new AbortController().signal }))
}

/** All but times. */
function countsIn({ requests, statuses, byKind, polls, edits, lostUpdates, findings, violations }: ScenarioRecord) {
  return {
    requests,
    statuses,
    bytes: Object.fromEntries(Object.entries(byKind).map(([kind, { sentBytes, receivedBytes }]) => [kind, [sentBytes, receivedBytes]])),
    polls: polls && [polls.notModified, polls.certainFalse, polls.possibleFalse, polls.uselessOk],
    edits: edits && [edits.attempts, edits.committed, edits.touches, edits.wastedBytes],
    lost: [lostUpdates.least, lostUpdates.most, lostUpdates.acknowledged],
    charges: [...findings, ...violations].map(({ kind, count }) => [kind, count]),
  }
}

/** Also from one day to the next: bytes change only when a header or the document does. */
it.each([
  ['touch', 'version', {
    requests: 86,
    statuses: { 200: 27, 204: 25, 304: 34 },
    bytes: { poll: [5658, 35_344], read: [73, 1180], edit: [19_442, 1711], touch: [9149, 806] },
    polls: [34, 0, 0, 8],
    edits: [17, 17, 8, 0],
    lost: [0, 0, 17],
    charges: [['useless-ok', 8]],
  }],
  ['touch', 'sha256', {
    requests: 86,
    statuses: { 200: 19, 204: 25, 304: 42 },
    bytes: { poll: [7389, 28_752], read: [73, 1210], edit: [19_941, 2210], touch: [9384, 1040] },
    polls: [42, 0, 0, 0],
    edits: [17, 17, 8, 0],
    lost: [0, 0, 17],
    charges: [],
  }],
  ['mixed', 'none', {
    requests: 79,
    statuses: { 200: 60, 204: 19 },
    bytes: { poll: [2993, 47_888], read: [1387, 22_192], edit: [21_413, 1672] },
    polls: [0, 0, 0, 0],
    edits: [19, 19, 0, 0],
    lost: [0, 0, 19],
    charges: [],
  }],
])('%s on %s: the same seed gives the same counts and bytes, run after run', async (script, strategy, counts) => {
  expect(await countsOf(script, strategy)).toEqual(counts)
  expect(await countsOf(script, strategy)).toEqual(counts)
})
