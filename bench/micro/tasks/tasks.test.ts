import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parseTagList } from '../../../servers/http/entity-tag.ts'
import md5 from '../../../servers/strategies/md5.ts'
import sha1Weak from '../../../servers/strategies/sha1-weak.ts'
import sha256 from '../../../servers/strategies/sha256.ts'
import xxhash from '../../../servers/strategies/xxhash.ts'
import { createRandom } from '../../stats/random.ts'
import { makeMaterial } from '../material.ts'
import type { Operation } from '../task.ts'
import { makeTagList } from './entity-tags.ts'
import { microTasks } from './index.ts'

const material = await makeMaterial({ sizeBytes: 1000, seed: 1, payloadFile: null })
const contents = material.documents.map(({ content }) => content)

async function prepare(name: string, on = material): Promise<Operation> {
  return microTasks.find((task) => task.name === name)!.prepare(on)
}

/** What five calls return: four inputs in turn, and the first again. */
async function fiveResults(name: string): Promise<readonly unknown[]> {
  const operation = await prepare(name)
  const results = [0, 1, 2, 3, 4].map((index) => operation.call(index))
  operation.release?.()
  return results
}

const again = <T>(values: readonly T[]) => [...values, values[0]]

describe('tasks', () => {
  it('have names of their own, as flags and tables take them', () => {
    const names = microTasks.map(({ name }) => name)
    expect(names).toEqual([
      'no-op', 'sha256-buffer', 'sha256-string', 'sha1-buffer', 'sha1-string', 'md5-buffer', 'md5-string', 'xxh64-buffer', 'xxh64-string',
      'json-parse', 'json-stringify', 'stable-stringify', 'encode-utf8', 'gzip', 'read-row', 'read-columns', 'tag-list-parse', 'tag-list-match',
    ])
    expect(names.filter((name) => name.length > 16)).toEqual([])
  })

  it.each([
    { name: 'sha256', strategy: sha256, characters: 32 },
    { name: 'sha1', strategy: sha1Weak, characters: 27 },
    { name: 'md5', strategy: md5, characters: 32 },
    { name: 'xxh64', strategy: xxhash, characters: 16 },
  ])('$name gives what its strategy puts into a tag, of a Buffer and of a string alike', async ({ name, strategy, characters }) => {
    const digests = again(contents.map((content) => strategy.validators(content).etag.slice(0, -1).slice(-characters)))
    expect(new Set(digests).size).toBe(4)
    expect(await fiveResults(`${name}-buffer`)).toEqual(digests)
    expect(await fiveResults(`${name}-string`)).toEqual(digests)
  })

  it('the JSON tasks go from the stored text to the bytes as sent', async () => {
    const values = material.documents.map(({ value }) => value)
    expect(await fiveResults('json-parse')).toEqual(again(values))
    expect(await fiveResults('json-stringify')).toEqual(again(material.documents.map(({ text }) => text)))
    expect(await fiveResults('encode-utf8')).toEqual(again(contents))
    expect((await fiveResults('gzip')).map((bytes) => gunzipSync(bytes as Buffer))).toEqual(again(contents))
    const canonical = (await fiveResults('stable-stringify')) as string[]
    expect(canonical.map((text) => JSON.parse(text))).toEqual(again(values))
    expect(Object.keys(JSON.parse(canonical[0]!)).slice(0, 3)).toEqual(['billingAddress', 'currency', 'customer'])
  })

  it('read rows with and without their document, and leave no file behind', async () => {
    const stores = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`etag-bench-store-${process.pid}-`))
    const before = stores()
    const rows = (await fiveResults('read-row')) as { readonly content: string; readonly version: number }[]
    expect(rows.map(({ content, version }) => [content, version])).toEqual(again(material.documents.map(({ text }) => [text, 1])))
    const columns = (await fiveResults('read-columns')) as object[]
    expect(columns.map((row) => Object.keys(row))).toEqual(Array.from({ length: 5 }, () => ['version', 'updatedAtMs']))
    expect(stores()).toEqual(before)
  })

  it('parse lists of tags as long as the content, and compare every tag of them', async () => {
    // 27 tags of 34 bytes with a comma and a space between them take 970.
    const lists = (await fiveResults('tag-list-parse')) as (readonly string[])[]
    expect(lists.map((tags) => [tags.length, tags.join(', ').length])).toEqual(Array.from({ length: 5 }, () => [27, 1000]))
    expect(lists[0]).toEqual(lists[4])
    expect(lists[0]).not.toEqual(lists[1])
    expect(await fiveResults('tag-list-match')).toEqual([27, 27, 27, 27, 27])
  })

  it('return something to keep alive at every call, and know how long their inputs are', async () => {
    const small = await makeMaterial({ sizeBytes: 100, seed: 1, payloadFile: null })
    const seen = await Promise.all(microTasks.map(async ({ name }) => {
      const operation = await prepare(name, small)
      const results = Array.from({ length: 8 }, (_, index) => operation.call(index))
      operation.release?.()
      return [name, operation.inputBytes, results.filter((result) => result === undefined || result === null || result === 0).length]
    }))
    expect(seen).toEqual(microTasks.map(({ name }) => [name, 100, 0]))
  })
})

it.each([[34, 1], [69, 1], [70, 2], [100, 2], [10_000, 277]])('a list of tags takes exactly %d bytes: %d tags', (bytes, count) => {
  const text = makeTagList(bytes, createRandom(1))
  expect([text.length, parseTagList(text)?.length]).toEqual([bytes, count])
})
