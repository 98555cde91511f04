import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeOrder } from '../../servers/resource/order.ts'
import { makeMaterial } from './material.ts'

const source = { seed: 1, payloadFile: null }

describe('makeMaterial', () => {
  it.each([100, 299, 300, 1000, 10_000, 100_000])('makes documents of exactly %d bytes, no two alike', async (sizeBytes) => {
    const { documents } = await makeMaterial({ ...source, sizeBytes })
    expect(documents.map(({ content, text }) => [content.length, Buffer.byteLength(text)])).toEqual(Array.from({ length: 4 }, () => [sizeBytes, sizeBytes]))
    expect(new Set(documents.map(({ text }) => text)).size).toBe(4)
    expect(documents.map(({ value }) => JSON.stringify(value))).toEqual(documents.map(({ text }) => text))
  })

  it('makes two documents where they are large', async () => {
    const { documents } = await makeMaterial({ ...source, sizeBytes: 500_000 })
    expect(documents.map(({ content }) => content.length)).toEqual([500_000, 500_000])
  })

  it('takes the orders that servers serve, the same for the same seed', async () => {
    const { documents: [first] } = await makeMaterial({ ...source, sizeBytes: 1000 })
    expect(first.value).toEqual(makeOrder({ id: '1', seed: 1, contentBytes: 1000 }))
    const other = await makeMaterial({ ...source, sizeBytes: 1000, seed: 2 })
    expect(other.documents[0].text).not.toBe(first.text)
  })

  it('takes a payload as servers serve it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'etag-bench-material-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const payloadFile = join(folder, 'payload.json')
    writeFileSync(payloadFile, ' {"a": 1} ')
    const { documents } = await makeMaterial({ seed: 1, sizeBytes: 55, payloadFile })
    expect(documents.map(({ id, text }) => [id, text])).toEqual(
      ['1', '2', '3', '4'].map((id) => [id, '{"edit":{"id":"000000000000","tally":1000000},"a":1}']),
    )
    await expect(makeMaterial({ seed: 1, sizeBytes: 55, payloadFile: join(folder, 'none.json') })).rejects.toThrow(/^--payload: ".*none\.json" cannot be read/)
  })

  it('says from which size on there is content', async () => {
    await expect(makeMaterial({ ...source, sizeBytes: 60 })).rejects.toThrow('no content takes 60 bytes: ask for at least 100')
  })
})
