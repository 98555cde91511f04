/** What a built-in strategy does between the request and the answer, in tasks of `npm run micro`. */
export interface StrategyWork {
  /** What a conditional GET reads before it can answer: a 304 reads nothing else. */
  readonly decidesBy: 'document' | 'columns'
  readonly serialiser: 'json-stringify' | 'stable-stringify'
  /** Of every content that is sent or compared; null: none. */
  readonly hash: string | null
}

const byColumns: StrategyWork = { decidesBy: 'columns', serialiser: 'json-stringify', hash: null }
const byHash = (hash: string | null, serialiser: StrategyWork['serialiser'] = 'json-stringify'): StrategyWork => ({
  decidesBy: 'document',
  serialiser,
  hash,
})

/** By name. A strategy of the user's own is not here: what it does is not known. */
export const strategyWork: ReadonlyMap<string, StrategyWork> = new Map([
  ['none', byHash(null)],
  ['sha256', byHash('sha256-buffer')],
  ['xxhash', byHash('xxh64-buffer')],
  ['version', byColumns],
  ['last-modified', byColumns],
  ['sha256-stored', byColumns],
  ['sha256-canonical', byHash('sha256-buffer', 'stable-stringify')],
  ['xxhash-canonical', byHash('xxh64-buffer', 'stable-stringify')],
  ['md5', byHash('md5-buffer')],
  ['sha1-weak', byHash('sha1-buffer')],
  ['weak-timestamp', byColumns],
])

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
