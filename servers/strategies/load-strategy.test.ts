import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { strategies } from './index.ts'
import { loadStrategy } from './load-strategy.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-strategies-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sound = {
  name: `'mine'`,
  summary: `'mine'`,
  writeGuard: `'if-match'`,
  strength: `'strong'`,
  needs: `'columns'`,
  validators: '() => ({})',
}

const serialised = 'serialise of {"edit":{"id":"000000000000","tally":1000000},"id":"1"}'

let files = 0
/** Writes a strategy file whose fields are the sound ones, but for those given; undefined leaves a field out. */
function writeFile(changes: Readonly<Record<string, string | undefined>>): string {
  const fields = Object.entries({ ...sound, ...changes }).filter(([, source]) => source !== undefined)
  return writeSource(`export default { ${fields.map(([name, source]) => `${name}: ${source}`).join(', ')} }`)
}
function writeSource(source: string): string {
  files += 1
  const path = join(folder, `strategy-${files}.ts`)
  writeFileSync(path, source)
  return path
}

describe('loading a strategy', () => {
  it('finds the built-in ones by name', async () => {
    expect(await loadStrategy('version')).toMatchObject({ name: 'version', needs: 'columns' })
  })

  it('names the nearest of an unknown name, and all', async () => {
    await expect(loadStrategy('sha-256')).rejects.toThrow(
      'unknown strategy "sha-256": did you mean "sha256"? There are none, sha256, xxhash, version, last-modified, ' +
        `${strategies.slice(5).map(({ name }) => name).join(', ')}, and files of your own (./mine.ts)`,
    )
  })

  it('takes a sound file', async () => {
    expect(await loadStrategy(writeFile({}))).toMatchObject({ name: 'mine', needs: 'columns' })
    expect(await loadStrategy(writeFile({ serialise: 'value => JSON.stringify(value, null, 2)' }))).toMatchObject({ name: 'mine' })
  })

  it.each([
    [{ name: undefined }, 'name must be lower-case letters, digits and single hyphens, not absent'],
    [{ name: `'My Strategy'` }, 'name must be lower-case letters, digits and single hyphens, not "My Strategy"'],
    [{ name: `'sha256'` }, 'name "sha256" is the name of a built-in strategy'],
    [{ summary: '7' }, 'summary must be a text, not 7'],
    [{ caveat: 'null' }, 'caveat must be a text or absent, not null'],
    [{ writeGuard: `'etag'` }, 'writeGuard must be one of "if-match", "if-unmodified-since", "none", not "etag"'],
    [{ strength: `'weak'` }, 'writeGuard "if-match" and strength "strong" go together: only a strong tag satisfies If-Match'],
    [{ strength: undefined }, 'strength must be one of "strong", "weak", "none", not absent'],
    [{ needs: `'bytes'` }, 'needs must be one of "nothing", "columns", "digest", "content", not "bytes"'],
    [{ needs: `'digest'` }, 'digest must be a function where needs is "digest", not absent'],
    [{ validators: `'"v1"'` }, 'validators must be a function where needs is "columns", not "\\"v1\\""'],
    [{ blindMs: `'1s'` }, 'blindMs must be a number of milliseconds or absent, not "1s"'],
    [{ asksFor: `['luck']` }, 'asksFor must list some of "trusted-content", "one-process" or be absent, not ["luck"]'],
    [{ serialise: 'null' }, 'serialise must be a function or absent, not null'],
    [{ serialise: `() => { throw new Error('boom') }` }, `${serialised} throws: boom`],
    [{ serialise: '() => {}' }, `${serialised} must be a JSON text, not absent`],
    [{ serialise: `() => 'x'` }, `${serialised} must be a JSON text, not "x"`],
    [{ serialise: `() => 'null'` }, `${serialised} must keep the root member "edit", which edits are counted in: it is null`],
    [
      { serialise: 'data => JSON.stringify({ data })' },
      `${serialised} must keep the root member "edit", which edits are counted in: it is {"data":{"edit":{"id":"000000000000","tally":1000000},"id":"1"}}`,
    ],
  ])('says which field is wrong: %o', async (changes, fault) => {
    const path = writeFile(changes)
    await expect(loadStrategy(path)).rejects.toThrow(`${path} is no strategy: ${fault} (servers/README.md has an example)`)
  })

  it('says when the default export is none, or the file cannot be loaded', async () => {
    await expect(loadStrategy(writeSource('export const mine = 1'))).rejects.toThrow('its default export must be an object')
    await expect(loadStrategy(writeSource(`throw new Error('boom')`))).rejects.toThrow(/^cannot load the strategy file .*: boom$/)
    await expect(loadStrategy('./no-such-file.ts')).rejects.toThrow('cannot load the strategy file ./no-such-file.ts: ')
  })
})
