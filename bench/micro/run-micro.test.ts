import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { CommandContext } from '../cli.ts'
import { BenchError } from '../errors.ts'
import type { ChildAnswer, ChildJob } from './child-job.ts'
import type { MicroFile } from './micro-file.ts'
import { readMicroFile } from './read-micro-file.ts'
import { runMicro } from './run-micro.ts'
import { resolveMicroSettings } from './settings.ts'

const resultsFolder = mkdtempSync(join(tmpdir(), 'etag-bench-micro-'))
afterAll(() => rmSync(resultsFolder, { recursive: true }))

const settings = resolveMicroSettings({ tasks: 'no-op,sha1-buffer', sizes: '1kB,10kB', launches: '6' })

/** A launch's first measurement is the cheapest. */
const answerOf = ({ sizeBytes, task }: ChildJob, call: number): ChildAnswer => ({
  inputBytes: sizeBytes,
  batch: 10,
  samples: 6,
  cheapestNs: task === 'no-op' ? 2 : sizeBytes / 2 + (call % 3),
  medianNs: sizeBytes,
  clockTickNs: 1000,
  resultWeight: 40,
})

function play(measure: (job: ChildJob, call: number) => ChildAnswer, abort = new AbortController(), folder = resultsFolder) {
  const jobs: ChildJob[] = []
  const written: string[] = []
  const partial: string[] = []
  const stderr = { isTTY: false, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream
  const context: CommandContext = { signal: abort.signal, stdout: stderr, stderr, commandLine: 'npm run micro --', lastWords: new Set() }
  const ended = runMicro({
    settings,
    resultsFolder: folder,
    context,
    printPartial: (file: MicroFile, path) => partial.push(`${file.measurements.length} measurements in ${path}`),
    measure: async (job) => {
      jobs.push(job)
      return measure(job, jobs.length - 1)
    },
    measureInHandler: async ({ sizesBytes }) => ({ figures: sizesBytes.map((sizeBytes) => ({ sizeBytes, requests: 50, handlerNs: sizeBytes * 0.75, loopNs: sizeBytes / 2 })) }),
  })
  return { ended, jobs, written, partial }
}

const pathIn = (partial: readonly string[]) => partial[0]!.split(' in ')[1]!

describe('runMicro', () => {
  it('measures every cell in every launch and keeps the lot in a file of its own', async () => {
    const { ended, jobs, written } = play(answerOf)
    const { micro, path } = await ended
    expect(jobs).toHaveLength(18)
    expect(jobs.find(({ task }) => task === 'no-op')).toEqual({ task: 'no-op', sizeBytes: 10_000, seed: 1, payloadFile: null, warmupMs: 20, sampleMs: 10, samples: 5 })
    expect(path).toBe(join(resultsFolder, micro.id, 'micro.json'))
    expect(readMicroFile(dirname(path))).toEqual(micro)
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(2)
    expect(micro).toMatchObject({
      kind: 'etag-bench micro', status: 'complete', endedBy: null, command: 'npm run micro --', environment: { cpuMeter: 'process.cpuUsage' },
      tasks: [{ name: 'no-op' }, { name: 'sha1-buffer' }], warnings: [],
    })
    expect(micro.measurements.filter(({ launch }) => launch === 5).map(({ task, sizeBytes }) => `${task} ${sizeBytes}`).toSorted()).toEqual([
      'no-op null', 'sha1-buffer 1000', 'sha1-buffer 10000',
    ])
    expect(micro.estimates?.costs.map(({ task, nsPerOperation }) => [task, nsPerOperation.kind])).toEqual([
      ['no-op', 'interval'], ['sha1-buffer', 'interval'], ['sha1-buffer', 'interval'],
    ])
    expect(micro.inHandler?.filter(({ launch }) => launch === 5)).toEqual([
      { launch: 5, hash: 'sha1', sizeBytes: 10_000, requests: 50, handlerNs: 7500, loopNs: 5000 },
      { launch: 5, hash: 'sha1', sizeBytes: 1000, requests: 50, handlerNs: 750, loopNs: 500 },
    ])
    expect(micro.estimates?.handlerOverLoop?.map(({ hash, sizeBytes, ratio }) => [hash, sizeBytes, ratio.point.toFixed(6), ratio.launches])).toEqual([
      ['sha1', 1000, '1.500000', 6], ['sha1', 10_000, '1.500000', 6],
    ])
    expect(written.at(-1)).toMatch(/^24 of 24 cells done \(/)
  })

  it('has every measurement on disk before the next process starts', async () => {
    const folder = join(resultsFolder, 'growing')
    const onDisk: number[] = []
    const { ended } = play((job, call) => {
      const [id] = readdirSync(folder)
      onDisk.push(readMicroFile(join(folder, id!)).measurements.length)
      return answerOf(job, call)
    }, new AbortController(), folder)
    await ended
    expect(onDisk).toEqual(Array.from({ length: 18 }, (_, call) => call))
  })

  it('keeps and prints what was measured when it is interrupted, but not what was under way', async () => {
    const abort = new AbortController()
    const { ended, partial, written } = play((job, call) => {
      if (call === 4) abort.abort()
      return answerOf(job, call)
    }, abort)
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' })
    expect(partial).toEqual([expect.stringMatching(/^4 measurements in /) as string])
    const micro = readMicroFile(pathIn(partial))
    expect([micro.status, micro.endedBy, micro.measurements.length, micro.estimates?.costs.length]).toEqual(['partial', 'interrupted', 4, 3])
    expect(written.at(-1)).toBe(`\nthe run ended early; what was measured until then: ${pathIn(partial)}\n`)
  })

  it('says in the file what failed', async () => {
    const { ended, partial } = play((job, call) => {
      if (call === 1) throw new BenchError('harness', 'the process of task gzip ended with exit code 1', 'leave it out')
      return answerOf(job, call)
    })
    await expect(ended).rejects.toThrow('the process of task gzip ended with exit code 1')
    expect(readMicroFile(pathIn(partial)).endedBy).toBe('the process of task gzip ended with exit code 1\nleave it out')
  })

  it('reports what ended it even when the file can no longer be written, and prints what was measured', async () => {
    const folder = join(resultsFolder, 'vanishing')
    const { ended, partial, written } = play((job, call) => {
      if (call === 1) {
        rmSync(folder, { recursive: true })
        throw new BenchError('harness', 'the process ended', '')
      }
      return answerOf(job, call)
    }, new AbortController(), folder)
    await expect(ended).rejects.toThrow('the process ended')
    expect(partial).toEqual([expect.stringMatching(/^1 measurements in /) as string])
    expect(written.at(-1)).toMatch(/^\nthe micro file could not be brought up to date: cannot write .*micro\.json: ENOENT\n/)
  })

  it('prints nothing when nothing was measured', async () => {
    const abort = new AbortController()
    abort.abort()
    const { ended, partial, jobs } = play(answerOf, abort)
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' })
    expect([partial, jobs]).toEqual([[], []])
  })
})
