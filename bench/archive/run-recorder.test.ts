import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { burst, buildRun } from '../estimate/run-fixture.ts'
import { planArms } from '../plan/arm.ts'
import { buildEdits, buildPolls } from '../report/record-fixture.ts'
import type { BurstRecord } from '../trial/unit-cost-run.ts'
import { readEnvironment } from './environment.ts'
import type { RunFile } from './run-file.ts'
import { runFileSchema } from './run-file.ts'
import { RunRecorder } from './run-recorder.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-recorder-'))
afterAll(() => rmSync(folder, { recursive: true }))

const planned = await planArms(['version', 'last-modified'], ['floor-constant'])
const { settings } = buildRun({ us: () => 1, launches: 1, strategies: ['version', 'last-modified'], references: ['floor-constant'] })

function record(arms = planned): { recorder: RunRecorder; trials: string[]; read: () => RunFile } {
  const trials: string[] = []
  const start = {
    id: '2026-11-21T02-03-04Z-1a2b',
    startedAt: '2026-11-21T02:03:04.000Z',
    command: 'npm run bench -- --quick',
    settings,
    environment: readEnvironment('schedstat'),
    payload: null,
    arms,
  }
  const recorder = new RunRecorder(mkdtempSync(join(folder, 'run-')), start, (what) => trials.push(what))
  return { recorder, trials, read: () => runFileSchema.strict().parse(JSON.parse(readFileSync(recorder.path, 'utf8'))) }
}

const place = { launch: 0, responseClass: '200', sizeBytes: 10_000, load: 'saturated', round: 0 } as const
const burstOf = (arm: string, us: number) => burst({ ...place, arm }, us) as BurstRecord

describe('the run file', () => {
  it('is there, and readable, before the first trial', () => {
    const { read } = record()
    expect(read()).toMatchObject({ schema: 2, kind: 'etag-bench run', status: 'partial', endedBy: null, finishedAt: null, estimates: null, bursts: [] })
  })

  it('holds the arms without how they are started', () => {
    const { arms } = record().read()
    expect(arms.map(({ name, role }) => `${name}: ${role}`)).toEqual([
      'none: control', 'none-again: control-again', 'version: strategy', 'last-modified: strategy', 'floor-constant: reference',
    ])
    expect(arms[3]).toMatchObject({ name: 'last-modified', writeGuard: 'if-unmodified-since', strongTag: false, blindMs: 1000, asksFor: ['column'], encoding: 'identity' })
    const [withCaveat] = record([{ ...planned[0]!, caveat: 'mind what it costs' }]).read().arms
    expect([arms[0]?.caveat, withCaveat?.caveat]).toEqual([null, 'mind what it costs'])
    expect(Object.keys(arms[0]!).toSorted()).toEqual(['asksFor', 'blindMs', 'caveat', 'classes', 'encoding', 'name', 'role', 'strongTag', 'summary', 'writeGuard'])
  })

  it('is readable after every step, with all that was measured so far', async () => {
    const { recorder, read, trials } = record()
    recorder.warmUp(0, { arm: 'none', requests: 10, cpuNs: 1e6 })
    recorder.connectionCost({ launch: 0, arm: 'none', connections: 8, cpuNs: 5_000, plainGetSentBytes: 61.5 })
    recorder.cellDone('warm-up')
    await recorder.trialDone()
    expect(read()).toMatchObject({ warmUps: [{ launch: 0, arm: 'none' }], connectionCosts: [{ cpuNs: 5_000 }], bursts: [] })
    for (const arm of planned) recorder.burst(burstOf(arm.name, 50))
    recorder.burst({ ...burstOf('version', 50), voidReason: 'the host took 3 % of the CPU time away' })
    recorder.cellDone('200 of 10kB, saturated')
    await recorder.trialDone()
    expect(read().bursts.map(({ arm, voidReason }) => [arm, voidReason])).toEqual([
      ['none', null], ['none-again', null], ['version', null], ['last-modified', null], ['floor-constant', null],
      ['version', 'the host took 3 % of the CPU time away'],
    ])
    await recorder.scenarioDone(buildPolls({ strategy: 'version' }, 900, 0, 400))
    await recorder.scenarioDone(buildEdits({ strategy: 'none' }))
    expect(read()).toMatchObject({ status: 'partial', scenarios: [{ scenario: 'poll-changing' }, { scenario: 'edit-contended' }] })
    expect(trials).toEqual(['warm-up', '200 of 10kB, saturated', 'poll-changing version', 'edit-contended none'])
    expect(recorder.finish()).toEqual(read())
  })

  it('keeps a void attempt of a scenario, without calling its cell done', async () => {
    const { recorder, read, trials } = record()
    await recorder.scenarioDone(buildEdits({ voidReason: 'late' }), { repeated: true })
    await recorder.scenarioDone(buildEdits({ attempt: 2 }))
    expect(read().scenarios.map(({ attempt, voidReason }) => [attempt, voidReason])).toEqual([[1, 'late'], [2, null]])
    expect(trials).toEqual(['edit-contended sha256'])
  })

  it('of a complete run says so and has estimates', () => {
    const { recorder, read } = record()
    for (const arm of planned) recorder.burst(burstOf(arm.name, arm.name === 'version' ? 25 : 50))
    recorder.finish()
    const { status, endedBy, finishedAt, estimates } = read()
    expect({ status, endedBy }).toEqual({ status: 'complete', endedBy: null })
    expect(finishedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(estimates?.unitCosts.find(({ arm }) => arm === 'version')?.ratioToControl).toMatchObject({ kind: 'point-only', launches: 1 })
  })

  it('of a run that ended early is partial, says why, and estimates what there is', () => {
    const { recorder, read } = record()
    recorder.burst(burstOf('none', 50))
    recorder.finish('server "version" ended (exit code 1)')
    expect(read()).toMatchObject({ status: 'partial', endedBy: 'server "version" ended (exit code 1)', estimates: { unitCosts: [{ arm: 'none' }] } })
  })

  it('of a run that ended before its first burst has no estimates', () => {
    const { recorder, read } = record()
    recorder.finish('interrupted')
    expect(read()).toMatchObject({ status: 'partial', endedBy: 'interrupted', estimates: null })
  })

  it('holds a warning once', () => {
    const { recorder, read } = record()
    recorder.warn('the machine is busy')
    recorder.warn('the machine is busy')
    recorder.finish()
    expect(read().warnings).toEqual(['the machine is busy'])
  })
})

it('the environment names this Node, the measured packages and the meter', () => {
  const { node, packages, cpuMeter, cores, commit } = readEnvironment('ipc')
  expect({ node, cpuMeter }).toEqual({ node: process.version, cpuMeter: 'ipc' })
  expect(Object.keys(packages)).toEqual(['fastify', 'autocannon', 'undici', 'negotiator', 'xxhash-wasm', 'fast-json-stable-stringify'])
  expect(Object.values(packages).filter((version) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([])
  expect(cores).toBeGreaterThan(0)
  expect(commit ?? '0'.repeat(40)).toMatch(/^[0-9a-f]{40}$/)
})
