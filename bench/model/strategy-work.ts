import { canonicalForm } from '../../servers/strategies/canonical-form.ts'
import { strategies } from '../../servers/strategies/index.ts'
import type { Strategy } from '../../servers/strategies/strategy.ts'
import { bufferTaskOf } from '../micro/hash-functions.ts'

/** What a built-in strategy does between the request and the answer, in tasks of `npm run micro`. */
export interface StrategyWork {
  /** What a conditional GET reads before it can answer: a 304 reads nothing else. */
  readonly decidesBy: 'document' | 'columns'
  readonly serialiser: 'json-stringify' | 'stable-stringify'
  /** Of every content that is sent or compared; null: none. */
  readonly hash: string | null
}

/** Of the built-in strategies, by name, as each describes itself. What a strategy of the user's own does is not known here. */
export const strategyWork: ReadonlyMap<string, StrategyWork> = new Map(
  strategies.flatMap((strategy): [string, StrategyWork][] => {
    const work = workOf(strategy)
    return work === undefined ? [] : [[strategy.name, work]]
  }),
)

/** Undefined where it does something that no task measures. */
export function workOf(strategy: Strategy): StrategyWork | undefined {
  const { serialise, needs } = strategy
  if (serialise !== undefined && serialise !== canonicalForm) return undefined
  const serialiser = serialise === undefined ? 'json-stringify' : 'stable-stringify'
  if (needs !== 'content') return { decidesBy: needs === 'nothing' ? 'document' : 'columns', serialiser, hash: null }
  return strategy.hash === undefined ? undefined : { decidesBy: 'document', serialiser, hash: bufferTaskOf(strategy.hash) }
}

export type WorkPart = 'row' | 'parsing' | 'serialising' | 'hashing' | 'compressing'

/** The tasks behind each part of one answer; parts that the answer does not need are left out. */
export function workOfAnswer(
  { decidesBy, serialiser, hash }: StrategyWork,
  responseClass: '200' | '304',
  encoding: 'identity' | 'gzip',
): readonly (readonly [WorkPart, readonly string[]])[] {
  const columns = decidesBy === 'columns' ? ['read-columns'] : []
  if (responseClass === '304' && decidesBy === 'columns') return [['row', columns]]
  return [
    ['row', [...columns, 'read-row']],
    ['parsing', ['json-parse']],
    ['serialising', [serialiser, 'encode-utf8']],
    ...(hash === null ? [] : [['hashing', [hash]] as const]),
    ...(responseClass === '200' && encoding === 'gzip' ? [['compressing', ['gzip']] as const] : []),
  ]
}
