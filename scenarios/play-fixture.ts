import { initialEditId, initialTally } from './bookkeeping.ts'
import type { Answer, Outcome, Scenario, ScriptRequest, ScriptResponse, Start } from './scenario.ts'

/** Test fixtures: one user of a script against answers of the test's choosing. */
export interface PlayedStep {
  readonly start: Start
  readonly request: ScriptRequest
  readonly outcome: Outcome
}

export interface PlayOptions<Settings> {
  readonly settings: Settings
  /** 0-based user. */
  readonly index?: number
  readonly random?: () => number
  /** `nth` is 0-based, over all requests of the user. Default: `soundAnswer`. */
  readonly answer?: (request: ScriptRequest, nth: number) => Answer
}

export function play<Settings, User>(scenario: Scenario<Settings, User>, options: PlayOptions<Settings>): readonly PlayedStep[] {
  const { settings, index = 0, random = noChance, answer = soundAnswer } = options
  const user = scenario.newUser(settings, { index, random })
  const played: PlayedStep[] = []
  for (let step = scenario.next(user); step !== 'done'; step = scenario.next(user)) {
    const { request, ...start } = step
    played.push({ start, request, outcome: scenario.observe(user, request, answer(request, played.length)) })
  }
  return played
}

/** The numbers in turn, and an error once they are used up. */
export function chanceOf(...fractions: readonly number[]): () => number {
  const left = [...fractions]
  return () => left.shift() ?? noChance()
}

function noChance(): never {
  throw new Error('the user asked chance more often than expected')
}

/** The minimal standard generator (Park and Miller 1988). */
export function seededChance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

export const content = Buffer.from(`{"edit":{"id":"${initialEditId}","tally":${initialTally}}}`)
export const noContent = Buffer.alloc(0)
export const refused: ScriptResponse = { status: 412, headers: { etag: '"current"' }, body: noContent }

/** Of a server on which nothing ever goes wrong, and every content is the same. */
export function soundAnswer({ method, headers }: ScriptRequest): ScriptResponse {
  if (method === 'PUT') return { status: 204, headers: { etag: '"a"' }, body: noContent }
  const notModified = headers['if-none-match'] === '"a"'
  return { status: notModified ? 304 : 200, headers: { etag: '"a"' }, body: notModified ? noContent : content }
}
