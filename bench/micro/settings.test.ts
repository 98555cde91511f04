import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { defaultStrategies } from '../../servers/strategies/index.ts'
import { strategyWork, workOfAnswer } from '../model/strategy-work.ts'
import type { MicroFlags } from './settings.ts'
import { resolveMicroSettings } from './settings.ts'
import { microTasks } from './tasks/index.ts'

function problemsOf(flags: MicroFlags): readonly string[] {
  try {
    resolveMicroSettings(flags)
    return []
  } catch (error) {
    return (error as Error).message.split('\n')
  }
}

describe('resolveMicroSettings', () => {
  it('measures every task from 100 B to 1 MB in six launches by default', () => {
    expect(resolveMicroSettings({})).toEqual({
      tasks: microTasks.map(({ name }) => name),
      sizesBytes: [100, 1000, 10_000, 100_000, 1_000_000],
      payloadFile: null,
      seed: 1,
      launches: 6,
      warmupMs: 20,
      sampleMs: 10,
      samples: 5,
      inHandler: ['sha256', 'xxh64'],
    })
    expect(resolveMicroSettings({ tasks: 'all' })).toMatchObject({ tasks: { length: 18 }, inHandler: ['sha256', 'sha1', 'md5', 'xxh64'] })
    expect(resolveMicroSettings({ quick: true }).inHandler).toEqual(['sha256', 'xxh64'])
    expect(resolveMicroSettings({ tasks: 'md5-buffer,sha1-string' }).inHandler).toEqual(['md5'])
  })

  it('measures with --quick what the strategies of a default run do, and the control', () => {
    const done = defaultStrategies.flatMap(({ name }) =>
      (['200', '304'] as const).flatMap((status) => workOfAnswer(strategyWork.get(name)!, status, 'identity').flatMap(([, tasks]) => tasks)))
    expect(resolveMicroSettings({ quick: true }).tasks.toSorted()).toEqual([...new Set([...done, 'no-op'])].toSorted())
  })

  it('takes names, sizes, seed and launches', () => {
    const settings = resolveMicroSettings({ tasks: 'gzip, no-op', sizes: '1MB,100B,2KiB', seed: '7', launches: '12' })
    expect(settings).toMatchObject({ tasks: ['gzip', 'no-op'], sizesBytes: [100, 2048, 1_000_000], seed: 7, launches: 12 })
  })

  it('has one size for a payload: that which servers send', () => {
    const folder = mkdtempSync(join(tmpdir(), 'etag-bench-micro-settings-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const payload = join(folder, 'payload.json')
    writeFileSync(payload, '{"a": [1, 2]}')
    expect(resolveMicroSettings({ payload })).toMatchObject({ payloadFile: payload, sizesBytes: [56] })
    expect(problemsOf({ payload, sizes: '1kB' })).toEqual(['--payload and --sizes exclude each other: a payload has the size it has'])
  })

  it('names everything that is wrong, and what to do', () => {
    expect(problemsOf({ quick: true, tasks: 'sha257-buffer,gzip,gzip', sizes: '99B,1kB,1000B,big', seed: '-1', launches: '0' })).toEqual([
      '--quick and --tasks exclude each other: give one of them',
      expect.stringMatching(/^unknown task "sha257-buffer": did you mean "sha256-buffer"\? Known: no-op, sha256-buffer, /) as string,
      'task "gzip" is named twice: give it once',
      'size "99B" is 99 bytes: give one from 100B to 16MiB, such as 10kB',
      '"big" is not a size: give one from 100B to 16MiB as a number and its unit (B, kB, MB, KiB, MiB), such as 10kB',
      'size 1kB is given twice: give it once',
      '--seed -1: give a whole number from 0 to 4294967295',
      '--launches 0: give a whole number from 1 to 1000',
    ])
    expect(problemsOf({ tasks: 'sha' })).toEqual([expect.stringMatching(/^unknown task "sha": did you mean "sha1-buffer"\?/) as string])
    expect(problemsOf({ tasks: ',', sizes: '' })).toEqual([
      expect.stringMatching(/^no task is named in ",": give a comma-separated list of no-op, sha256-buffer, /) as string,
      '--sizes names no size: give a list such as 1kB,50kB',
    ])
    expect(problemsOf({ payload: '/nowhere.json' })).toEqual([expect.stringMatching(/^--payload: "\/nowhere\.json" cannot be read: no such file/) as string])
  })
})
