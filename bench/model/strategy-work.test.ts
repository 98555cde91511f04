import { describe, expect, it } from 'vitest'
import { canonicalForm } from '../../servers/strategies/canonical-form.ts'
import { strategies } from '../../servers/strategies/index.ts'
import { microTasks } from '../micro/tasks/index.ts'
import { strategyWork, workOfAnswer } from './strategy-work.ts'

const decidesBy = { nothing: 'document', content: 'document', columns: 'columns', digest: 'columns' } as const

describe('strategyWork', () => {
  it('knows every built-in strategy as its file has it', () => {
    const described = strategies.map(({ name, needs, serialise }) => [
      name, decidesBy[needs], serialise === canonicalForm ? 'stable-stringify' : 'json-stringify', needs === 'content',
    ])
    expect([...strategyWork].map(([name, work]) => [name, work.decidesBy, work.serialiser, work.hash !== null]).toSorted()).toEqual(described.toSorted())
  })

  it('names tasks that there are', () => {
    const known = microTasks.map(({ name }) => name)
    const named = [...strategyWork.values()].flatMap((work) => workOfAnswer(work, '200', 'gzip').flatMap(([, tasks]) => tasks))
    expect(named.filter((name) => !known.includes(name))).toEqual([])
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
