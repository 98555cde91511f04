import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultStrategies, strategies } from './index.ts'
import { xxhashDigest } from './xxhash-digest.ts'

const content = Buffer.from('{"a":1}')
const row = { version: 7, updatedAtMs: 1_716_480_000_000, digest: '015abd7f5cc57a2dd94b7590f04ad808' }

function validatorsOf(name: string): unknown {
  const strategy = strategies.find(candidate => candidate.name === name)
  if (strategy === undefined) throw new Error(`there is no strategy ${name}`)
  if (strategy.needs === 'nothing') return undefined
  return strategy.needs === 'content' ? strategy.validators(content) : strategy.validators(row)
}

describe('the strategies', () => {
  it('begin with those that are compared when nobody says which', () => {
    expect(defaultStrategies.map(({ name }) => name)).toEqual(['none', 'sha256', 'xxhash', 'version', 'last-modified'])
    expect(strategies.slice(0, defaultStrategies.length)).toEqual(defaultStrategies)
  })

  it('are all that this folder has a file of, each under the name of its file, once', async () => {
    const files = readdirSync(import.meta.dirname).filter(file => /(?<!\.test)\.ts$/.test(file) && file !== 'index.ts')
    const loaded = await Promise.all(files.map(async file => ({ file, module: (await import(join(import.meta.dirname, file))) as { default?: unknown } })))
    const inFiles = loaded.filter(({ module }) => module.default !== undefined)
    expect(inFiles.length).toBeGreaterThanOrEqual(11)
    expect(strategies.map(({ name }) => `${name}.ts`).toSorted()).toEqual(inFiles.map(({ file }) => file).toSorted())
    for (const { file, module } of inFiles) expect(module.default).toBe(strategies.find(({ name }) => `${name}.ts` === file))
  })

  // SHA-256, MD5 and SHA-1 as sha256sum, md5sum and openssl give them; XXH64 is held to its published vector below.
  it.each([
    ['none', undefined],
    ['sha256', { etag: '"015abd7f5cc57a2dd94b7590f04ad808"' }],
    ['xxhash', { etag: '"ca0b885a32fc8b48"' }],
    ['version', { etag: '"v7"' }],
    ['last-modified', { lastModifiedMs: 1_716_480_000_000 }],
    ['sha256-stored', { etag: '"015abd7f5cc57a2dd94b7590f04ad808"' }],
    ['sha256-canonical', { etag: '"015abd7f5cc57a2dd94b7590f04ad808"' }],
    ['xxhash-canonical', { etag: '"ca0b885a32fc8b48"' }],
    ['md5', { etag: '"bb6cb5c68df4652941caf652a366f2d8"' }],
    ['sha1-weak', { etag: 'W/"7-n4nHQM60bXQYySSnisV5QdXpZSA"' }],
    ['weak-timestamp', { etag: 'W/"1716480000000"', lastModifiedMs: 1_716_480_000_000 }],
  ])('%s makes its validators from what it needs', (name, validators) => {
    expect(validatorsOf(name)).toEqual(validators)
  })

  it('hash by XXH64 with seed 0, padded to 16 digits', () => {
    expect(xxhashDigest(new Uint8Array())).toBe('ef46db3751d8e999')
    expect(xxhashDigest(Buffer.from('order 439'))).toBe('001c37ca484b59b9')
  })

  it('of canonical form send one text for every order of members, at every depth', () => {
    for (const strategy of strategies.filter(({ serialise }) => serialise !== undefined)) {
      expect(strategy.serialise?.({ b: [{ d: 1, c: 'é' }], a: null })).toBe('{"a":null,"b":[{"c":"é","d":1}]}')
    }
  })
})
