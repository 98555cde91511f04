import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { hashFunctions } from './hash-functions.ts'
import { makeMaterial } from './material.ts'
import { measureInHandler } from './measure-in-handler.ts'

const [sha256] = hashFunctions
const effort = { warmupMs: 20, settleMs: 5, measureMs: 20 }
const sized = async (sizeBytes: number) => ({ sizeBytes, material: await makeMaterial({ sizeBytes, seed: 1, payloadFile: null }) })

describe('measureInHandler', () => {
  it('times the hash of each size in the requests of a server, then in a loop, and leaves no file behind', async () => {
    const stores = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`etag-bench-store-${process.pid}-`))
    const before = stores()
    const seen: number[] = []
    const ofContent = (content: Uint8Array) => {
      seen.push(content.length)
      return sha256!.ofContent(content)
    }
    const figures = await measureInHandler({ ...sha256!, ofContent }, [await sized(10_000), await sized(1000)], effort)
    expect(figures.map(({ sizeBytes }) => sizeBytes)).toEqual([10_000, 1000])
    expect(figures.filter(({ requests, handlerNs, loopNs }) => requests >= 15 && handlerNs > 0 && loopNs > 0)).toHaveLength(2)
    // It is warmed by the smallest, whatever the order of measuring.
    expect([seen[0], new Set(seen)]).toEqual([1000, new Set([1000, 10_000])])
    expect(stores()).toEqual(before)
  })

  it('takes a hash that is slower among requests for slower', async () => {
    const inLoop = { calls: 0 }
    const slow = (content: Uint8Array) => {
      // Whoever calls it out of an answer has a server above it.
      const isServer = (new Error('where').stack ?? '').includes('app.ts')
      if (!isServer) inLoop.calls++
      for (const untilMs = performance.now() + (isServer ? 1 : 0.01); performance.now() < untilMs; );
      return String(content.length)
    }
    const limit = Error.stackTraceLimit
    onTestFinished(() => void (Error.stackTraceLimit = limit))
    Error.stackTraceLimit = 50
    const [figures] = await measureInHandler({ ...sha256!, ofContent: slow }, [await sized(1000)], effort)
    expect([figures!.handlerNs >= 900_000, figures!.loopNs >= 10_000, figures!.handlerNs > figures!.loopNs, inLoop.calls > 40]).toEqual([true, true, true, true])
  })

  it('rejects when the server fails instead of timing its errors', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => log.mockRestore())
    const broken = { ...sha256!, ofContent: () => { throw new Error('no') } }
    await expect(measureInHandler(broken, [await sized(1000)], effort)).rejects.toThrow(/^the server answered "HTTP\/1\.1 500 /)
  })
})
