import type { Observation } from '../../load/observation.ts'
import type { DocumentState } from '../../oracle/document-state.ts'
import type { Judgement } from '../../oracle/judge.ts'
import { judge } from '../../oracle/judge.ts'
import type { ResponseClass } from '../../plan/response-class.ts'
import { responseClasses } from '../../plan/response-class.ts'
import type { PlayedTurn } from './play-in-turns.ts'

/** A figure that two servers of one build have in common to the digit. */
export interface ExactFigure {
  readonly gate: string
  readonly cell: string
  /** With its unit. */
  readonly text: string
}

/** Something that must not happen, and how often it did. */
export interface ExactCount {
  readonly gate: string
  readonly cell: string
  readonly count: number
  /** With the evidence; empty: it did not happen. */
  readonly evidence: string
}

export interface SideFigures {
  readonly figures: readonly ExactFigure[]
  readonly counts: readonly ExactCount[]
}

export interface PlayedCase {
  /** Strategy and size: `sha256/10kB`. */
  readonly place: string
  readonly turns: readonly PlayedTurn[]
  /** Whether the tag is strong, which promises that no edit is lost and no 304 is false. */
  readonly strongTag: boolean
  readonly before: DocumentState
  readonly after: readonly DocumentState[]
}

/** All figures of a script that was played on one server: a pure function. */
export function exactFigures({ place, turns, strongTag, before, after }: PlayedCase): SideFigures {
  const observations = turns.map(({ observation }) => observation)
  const judgement = judge({ writeGuard: strongTag ? 'if-match' : 'none', observations, before: [before], after })
  const polls = observations.filter(({ kind, conditional }) => kind === 'poll' && conditional)
  const notModified = polls.filter(({ outcome }) => outcome === 'not-modified').length
  return {
    figures: [
      { gate: 'statuses', cell: place, text: statusMix(observations) },
      { gate: '304 rate', cell: place, text: `${notModified} of ${polls.length} conditional polls` },
      { gate: 'useless 200s', cell: place, text: `${judgement.uselessOk.useless}` },
      ...responseClasses.flatMap((responseClass) => figuresOfClass(`${place}/${responseClass}`, turns.filter(({ observation }) => classOf(observation) === responseClass))),
      ...statementsPer304(place, turns),
    ],
    counts: countViolations(place, strongTag, judgement),
  }
}

function figuresOfClass(cell: string, turns: readonly PlayedTurn[]): readonly ExactFigure[] {
  if (turns.length === 0) return []
  return [
    { gate: 'bytes sent', cell, text: `${distinct(turns.map(({ observation }) => observation.sentBytes))} bytes` },
    { gate: 'bytes received', cell, text: `${distinct(turns.map(({ observation }) => observation.receivedBytes))} bytes` },
  ]
}

function statementsPer304(place: string, turns: readonly PlayedTurn[]): readonly ExactFigure[] {
  const counted = turns.flatMap(({ observation, statements }) => (classOf(observation) === '304' && statements !== null ? [statements] : []))
  return counted.length === 0 ? [] : [{ gate: 'statements', cell: `${place}/304`, text: `${distinct(counted)} a request` }]
}

function countViolations(cell: string, strongTag: boolean, { violations, lostUpdates, notModified }: Judgement): readonly ExactCount[] {
  const messageOf = (kind: string) => violations.filter((violation) => violation.kind === kind).map(({ message }) => message).join('; ')
  const others = violations.filter(({ kind }) => kind !== 'lost-updates' && kind !== 'false-not-modified')
  const promised = [
    { gate: 'lost updates', cell, count: lostUpdates.lost.atLeast, evidence: messageOf('lost-updates') },
    { gate: 'false 304s', cell, count: notModified.certainlyFalse, evidence: messageOf('false-not-modified') },
  ]
  const other = { gate: 'other violations', cell, count: others.reduce((sum, { count }) => sum + count, 0), evidence: others.map(({ message }) => message).join('; ') }
  return strongTag ? [...promised, other] : [other]
}

function classOf({ method, status }: Observation): ResponseClass | undefined {
  if (method === 'PUT') return status === 412 ? '412' : status >= 200 && status < 300 ? 'put' : undefined
  return status === 200 ? '200' : status === 304 ? '304' : undefined
}

function statusMix(observations: readonly Observation[]): string {
  const counts = new Map<number, number>()
  for (const { status } of observations) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status === 0 ? 'no answer' : status} x ${count}`).join(', ')
}

/** More are given by the ends. */
const listedValues = 6

/** Each value once: how often it came is told by the statuses. */
function distinct(values: readonly number[]): string {
  const sorted = [...new Set(values)].toSorted((a, b) => a - b)
  return sorted.length <= listedValues ? sorted.join(', ') : `${sorted[0]} to ${sorted.at(-1)} (${sorted.length} values)`
}
