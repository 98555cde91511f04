import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runChild, runInHandlerChild } from './run-child.ts'

const job = { task: 'sha256-buffer', sizeBytes: 1000, seed: 1, payloadFile: null, warmupMs: 1, sampleMs: 1, samples: 3 }

async function failureOf(source: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'etag-bench-child-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'child.mjs')
  writeFileSync(file, source)
  return runChild(job, { file }).catch((error: unknown) => error)
}

describe('runChild', () => {
  it('measures a task in a process of its own', async () => {
    const answer = await runChild(job)
    expect(answer).toMatchObject({ inputBytes: 1000, samples: 3, resultWeight: 32 })
    expect([answer.batch > 1, answer.cheapestNs > 0, answer.cheapestNs <= answer.medianNs, answer.clockTickNs > 0]).toEqual([true, true, true, true])
  })

  it('says which task failed, how, and what the process wrote', async () => {
    expect(await runChild({ ...job, task: 'nothing' }).catch((error: unknown) => error)).toMatchObject({
      code: 'harness',
      message: expect.stringMatching(/^the process of task nothing at 1000 bytes ended with exit code 1:\n[\s\S]*Error: no task is named "nothing"/) as string,
      hint: 'leave the task out (--tasks), or give a smaller size (--sizes)',
    })
    expect(await failureOf('process.kill(process.pid, "SIGKILL")')).toMatchObject({ message: 'the process of task sha256-buffer at 1000 bytes ended with SIGKILL' })
  })

  it('refuses an answer that is none', async () => {
    expect(await failureOf('console.log("hello")')).toMatchObject({ message: 'the process of task sha256-buffer at 1000 bytes answered "hello\\n"' })
    expect(await failureOf('console.log(JSON.stringify({ batch: 0 }))')).toMatchObject({ code: 'harness' })
  })
})

describe('runInHandlerChild', () => {
  it('measures a hash in a server in a process of its own', async () => {
    const { figures } = await runInHandlerChild({ hash: 'xxh64', sizesBytes: [1000], seed: 1, payloadFile: null })
    expect(figures).toEqual([{ sizeBytes: 1000, requests: expect.any(Number) as number, handlerNs: expect.any(Number) as number, loopNs: expect.any(Number) as number }])
  })

  it('says which hash failed', async () => {
    expect(await runInHandlerChild({ hash: 'sha3', sizesBytes: [1000], seed: 1, payloadFile: null }).catch((error: unknown) => error)).toMatchObject({
      code: 'harness', message: expect.stringMatching(/^the process of sha3 in a handler ended with exit code 1:\n[^]*no hash is named "sha3"/) as string,
    })
  })
})
