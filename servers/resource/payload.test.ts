import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadPayload, nestingLimit, readPayload } from './payload.ts'
import { contentLimitBytes } from './size.ts'

const initialEdit = { id: '000000000000', tally: 1_000_000 }
const refused = (reason: string) => ({ ok: false, reason })

describe('readPayload', () => {
  it('tells the size in the file from the size as sent, with and without bookkeeping', () => {
    expect(readPayload(Buffer.from('{\n  "name": "Zo\\u00eb",\n  "n": 1.0\n}\n'))).toEqual({
      ok: true,
      content: { edit: initialEdit, name: 'Zoë', n: 1 },
      fileBytes: 37,
      sentBytes: 66,
      bookkeeping: 'member',
      bookkeepingObstacle: null,
      bookkeepingBytes: 45,
      warnings: [],
    })
  })

  it('puts a root that is no object into an envelope', () => {
    expect(readPayload(Buffer.from('null'))).toEqual({
      ok: true,
      content: { edit: initialEdit, payload: null },
      fileBytes: 4,
      sentBytes: 61,
      bookkeeping: 'envelope',
      bookkeepingObstacle: 'no-object',
      bookkeepingBytes: 57,
      warnings: [],
    })
  })

  it('warns of what does not survive parse and serialise', () => {
    expect(readPayload(Buffer.from('[9007199254740993]'))).toMatchObject({
      content: { payload: [9_007_199_254_740_992] },
      warnings: [
        'integers that a double cannot hold (beyond 2^53), 1 in all: $[0]: 9007199254740993 is sent as 9007199254740992',
      ],
    })
  })

  it('takes a byte order mark, which is not sent', () => {
    expect(readPayload(Buffer.from('\ufeff[1]'))).toMatchObject({ ok: true, fileBytes: 6, sentBytes: 60 })
  })

  it.each([
    ['nothing', '', 'it is empty: put one JSON document into it'],
    ['only whitespace', ' \n', 'it is empty: put one JSON document into it'],
    ['an error', '{\n "a" 1}', "it is not JSON: Expected ':' after property name (line 2, column 6); mend that or give another file"],
    ['two documents', '{}\n{}', 'it is not JSON: Unexpected non-whitespace character after JSON (line 2, column 1); mend that or give another file'],
  ])('refuses %s', (_kind, text, reason) => {
    expect(readPayload(Buffer.from(text))).toEqual(refused(reason))
  })

  it.each([
    ['latin1', Buffer.from('"é"', 'latin1')],
    ['UTF-16', Buffer.from('\ufeff"a"', 'utf16le')],
    ['gzip', Buffer.from([0x1f, 0x8b, 0x08, 0x00])],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ])('refuses %s', (_kind, bytes) => {
    expect(readPayload(bytes)).toEqual(refused('it is not UTF-8 text: save it as UTF-8, or unpack it if it is compressed'))
  })

  it('takes the deepest nesting that it allows and refuses one level more', () => {
    const nested = (levels: number) => Buffer.from('['.repeat(levels) + ']'.repeat(levels))
    const reason = 'it nests in more than 1000 levels, more than can be serialised: give a flatter document'
    expect(readPayload(nested(nestingLimit))).toMatchObject({ ok: true, sentBytes: 2057 })
    expect(readPayload(nested(nestingLimit + 1))).toEqual(refused(reason))
    expect(readPayload(nested(1_000_000))).toEqual(refused(reason))
  })

  it('takes content up to the limit, bookkeeping included, whatever its spaces in the file', () => {
    const payload = `"${'a'.repeat(contentLimitBytes - 57 - 2)}"`
    expect(readPayload(Buffer.from(`\n\n  ${payload}\n`))).toMatchObject({ ok: true, sentBytes: 16_777_216 })
    expect(readPayload(Buffer.from(`${payload.slice(0, -1)}b"`))).toEqual(
      refused('it takes 16777217 bytes as sent, over the limit of 16MiB (16777216 bytes): give a smaller document'),
    )
  })
})

describe('loadPayload', () => {
  const folder = mkdtempSync(join(tmpdir(), 'etag-bench-payload-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('reads a file', () => {
    const path = join(folder, 'response.json')
    writeFileSync(path, '[1, 2]')
    expect(loadPayload(path)).toMatchObject({ ok: true, fileBytes: 6, sentBytes: 62 })
  })

  it('names the file that cannot be served', () => {
    const path = join(folder, 'broken.json')
    writeFileSync(path, '')
    expect(loadPayload(path)).toEqual(refused(`"${path}" cannot be served: it is empty: put one JSON document into it`))
  })

  it('refuses a file that is not there', () => {
    const path = join(folder, 'none.json')
    expect(loadPayload(path)).toEqual(
      refused(`"${path}" cannot be read: no such file; check the path, it is taken from the current directory`),
    )
  })

  it('refuses a directory', () => {
    const path = join(folder, 'directory.json')
    mkdirSync(path)
    expect(loadPayload(path)).toEqual(refused(`"${path}" is a directory: give a file with one JSON document`))
  })

  it('refuses what is no file, such as a device that never ends', () => {
    expect(loadPayload('/dev/zero')).toEqual(
      refused('"/dev/zero" is not a regular file: save the document to a file and give that'),
    )
  })

  it('refuses a path through a file', () => {
    const path = join(folder, 'response.json', 'further')
    expect(loadPayload(path)).toMatchObject({ ok: false, reason: expect.stringMatching(/ cannot be read: ENOTDIR.*; check the path$/) })
  })

  it('does not read a file that is far too large', () => {
    const path = join(folder, 'large.json')
    writeFileSync(path, '')
    truncateSync(path, 10_000_000_000)
    expect(loadPayload(path)).toEqual(
      refused(
        `"${path}" cannot be served: it has 10000000000 bytes, and no file over 64MiB is read: give a smaller document`,
      ),
    )
  })
})
