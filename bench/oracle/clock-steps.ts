import type { Observation } from '../load/observation.ts'
import { groupByDocument } from './edits.ts'

/** Two answers about one document of which the later is dated before the earlier. */
export interface ClockStep {
  readonly field: 'Date' | 'Last-Modified'
  readonly earlier: Observation
  readonly later: Observation
  /** What the field said in each, milliseconds since 1970. */
  readonly earlierMs: number
  readonly laterMs: number
}

/**
 * HTTP dates are cut to whole seconds, and servers keep the text of a Date for up to a second: of two answers in order
 * the later may bear a date up to a second older, with a clock that is in order.
 */
const toleranceMs = 1000

/**
 * Answers whose Date or Last-Modified lies more than a second before that of an answer about the same document that was
 * complete before they were asked for. Answers that overlap prove nothing, whichever came first. Each such answer counts,
 * and is held against the latest date seen until then.
 */
export function findClockSteps(observations: readonly Observation[]): readonly ClockStep[] {
  return [...groupByDocument(observations).values()].flatMap(ofDocument => [
    ...stepsOf('Date', ofDocument, ({ dateMs }) => dateMs),
    ...stepsOf('Last-Modified', ofDocument, ({ lastModifiedMs }) => lastModifiedMs),
  ])
}

function stepsOf(
  field: ClockStep['field'],
  observations: readonly Observation[],
  dateOf: (observation: Observation) => number | undefined,
): readonly ClockStep[] {
  const dated = observations.flatMap(observation => {
    const ms = dateOf(observation)
    return ms === undefined ? [] : [{ observation, ms }]
  })
  const byEnd = dated.toSorted((a, b) => a.observation.doneNs - b.observation.doneNs)
  const steps: ClockStep[] = []
  let ended = 0
  let latest: (typeof dated)[number] | undefined
  for (const asked of dated.toSorted((a, b) => a.observation.sentNs - b.observation.sentNs)) {
    for (let next = byEnd[ended]; next !== undefined && next.observation.doneNs <= asked.observation.sentNs; next = byEnd[ended]) {
      if (latest === undefined || next.ms > latest.ms) latest = next
      ended += 1
    }
    if (latest !== undefined && asked.ms < latest.ms - toleranceMs) {
      const { observation: earlier, ms: earlierMs } = latest
      steps.push({ field, earlier, later: asked.observation, earlierMs, laterMs: asked.ms })
    }
  }
  return steps
}
