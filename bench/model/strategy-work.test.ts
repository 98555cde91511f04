import { describe, expect, it } from 'vitest'
import { strategies } from '../../servers/strategies/index.ts'
import type { Strategy } from '../../servers/strategies/strategy.ts'
import { hashFunctions } from '../micro/hash-functions.ts'
import { microTasks } from '../micro/tasks/index.ts'
import { strategyWork, workOf, workOfAnswer } from './strategy-work.ts'

describe('strategyWork', () => {
  it('knows every built-in strategy', () => {
    expect([...strategyWork.keys()]).toEqual(strategies.map(({ name }) => name))
  })

  it.each([
    ['none', 'document', 'json-stringify', null],
    ['xxhash', 'document', 'json-stringify', 'xxh64-buffer'],
    ['sha256-canonical', 'document', 'stable-stringify', 'sha256-buffer'],
    ['sha1-weak', 'document', 'json-stringify', 'sha1-buffer'],
    ['sha256-stored', 'columns', 'json-stringify', null],
    ['last-modified', 'columns', 'json-stringify', null],
  ])('%s decides by its %s, is written by %s and hashed by %s', (name, decidesBy, serialiser, hash) => {
    expect(strategyWork.get(name)).toEqual({ decidesBy, serialiser, hash })
  })

  it('names tasks that there are', () => {
    const known = microTasks.map(({ name }) => name)
    const named = [...strategyWork.values()].flatMap((work) => workOfAnswer(work, '200', 'gzip').flatMap(([, tasks]) => tasks))
    expect(named.filter((name) => !known.includes(name))).toEqual([])
  })
})

describe('workOf', () => {
  const mine = { name: 'mine', summary: 'a test', writeGuard: 'if-match', strength: 'strong', needs: 'content', validators: () => ({ etag: '"1"' }) } satisfies Strategy

  it('goes by what a strategy says of itself, whatever its name', () => {
    expect(workOf({ ...mine, hash: 'md5' })).toEqual({ decidesBy: 'document', serialiser: 'json-stringify', hash: 'md5-buffer' })
  })

  it('does not know what a strategy does that does not say how it hashes, or writes JSON in its own way', () => {
    expect([workOf(mine), workOf({ ...mine, hash: 'md5', serialise: () => '{}' })]).toEqual([undefined, undefined])
  })

  it('names the very function that the validators call', () => {
    const content = Buffer.from('{"a":1}')
    const hashing = strategies.flatMap((strategy) => (strategy.needs === 'content' ? [strategy] : []))
    const digests = hashing.map((strategy) => hashFunctions.find(({ name }) => name === strategy.hash)?.ofContent(content))
    expect(hashing.map((strategy, index) => strategy.validators(content).etag?.includes(digests[index] ?? 'no such hash'))).toEqual(hashing.map(() => true))
  })
})

describe('workOfAnswer', () => {
  const work = (name: string, ...[status, encoding]: Parameters<typeof workOfAnswer> extends [unknown, ...infer Rest] ? Rest : never) =>
    workOfAnswer(strategyWork.get(name)!, status, encoding)

  it('makes the content and hashes it for a 304 too, where the tag is a hash', () => {
    const parts = [['row', ['read-row']], ['parsing', ['json-parse']], ['serialising', ['json-stringify', 'encode-utf8']], ['hashing', ['sha256-buffer']]]
    expect([work('sha256', '200', 'identity'), work('sha256', '304', 'identity')]).toEqual([parts, parts])
  })

  it('reads two columns for a 304 by version, and the row beside them for a 200', () => {
    expect(work('version', '304', 'gzip')).toEqual([['row', ['read-columns']]])
    expect(work('version', '200', 'identity').slice(0, 2)).toEqual([['row', ['read-columns', 'read-row']], ['parsing', ['json-parse']]])
  })

  it('compresses what is sent, never for a 304', () => {
    expect(work('none', '200', 'gzip').at(-1)).toEqual(['compressing', ['gzip']])
    expect(work('md5', '304', 'gzip').map(([part]) => part)).toEqual(['row', 'parsing', 'serialising', 'hashing'])
  })
})
