import type { AbFile, AbVerdict } from '../ab-file.ts'
import { describeSuitePayload } from '../ab-payload.ts'
import { describeExact, exactGap } from '../exact/describe-exact.ts'
import { describeBuild, describeVerdict, formatEffect, formatVerdicts } from '../verdict-table.ts'
import { headCostNs } from './head-cost.ts'
import { headline } from './headline.ts'
import { element, escapeText } from './xml.ts'

/** What a test case came to, besides passing. */
interface Problem {
  readonly kind: 'failure' | 'error' | 'skipped'
  readonly type: string
  readonly message: string
}

interface TestCase {
  readonly classname: string
  readonly name: string
  readonly seconds: number
  readonly problem?: Problem
}

interface TestSuite {
  readonly name: string
  readonly properties: Readonly<Record<string, string | number>>
  readonly cases: readonly TestCase[]
  readonly seconds: number
  readonly output: string
}

/**
 * A suite as JUnit XML, in the part that the schemas of Ant and of Jenkins have in common: one test suite for each cell, whose
 * properties are its figures. Regressed is a failure, cannot tell is skipped (a failure where the job is to fail for it), void
 * is an error; so is a suite that ended early.
 */
export function formatJunit(file: AbFile): string {
  const suites = [wholeSuite(file), ...file.verdicts.map((verdict) => cellSuite(file, verdict)), ...exactSuites(file)]
  const body = suites.map((suite, index) => testSuite(suite, index, file.startedAt))
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', {}, ['\n', ...body.map((text) => `${text}\n`)])}\n`
}

function wholeSuite(file: AbFile): TestSuite {
  const { status, endedBy, verdicts, payload, builds, environment, settings, startedAt, finishedAt, launches, exitCode } = file
  const seconds = finishedAt === null ? 0 : (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
  const isVoid = verdicts.every(({ verdict }) => verdict === 'void')
  const problem: Problem | undefined =
    status === 'partial'
      ? { kind: 'error', type: 'ended early', message: endedBy ?? 'still under way' }
      : isVoid ? { kind: 'error', type: 'void', message: headline(file) } : undefined
  return {
    name: 'etag-bench ab',
    properties: {
      id: file.id,
      command: file.command,
      base: describeBuild(builds.base),
      head: describeBuild(builds.head),
      ...(payload === null ? {} : { payload: describeSuitePayload(payload) }),
      cpu: environment.cpuModel,
      cores: environment.cores,
      node: environment.node,
      mode: settings.mode,
      seed: settings.seed,
      launches: launches.length,
      ...(exitCode === null ? {} : { exitCode }),
    },
    cases: [{ classname: 'etag-bench.ab', name: 'ran to its end and compared something', seconds, ...(problem && { problem }) }],
    seconds,
    output: [headline(file), ...formatVerdicts(verdicts), ...file.warnings.map((warning) => `warning: ${warning}`)].join('\n'),
  }
}

function cellSuite(file: AbFile, verdict: AbVerdict): TestSuite {
  const { cell, launches, confirmationLaunches, launchSd, margin, smallestEffect, effect, controlEffect } = verdict
  const seconds = secondsOf(file, cell)
  const cost = headCostNs(file, cell)
  const problem = problemOf(verdict, file.settings.failOnCannotTell)
  const figures = {
    ...estimate('ratio', effect),
    ...estimate('controlRatio', controlEffect),
    ...estimate('headCpuNsPerRequest', cost ?? null),
    launches,
    confirmationLaunches,
    launchSd,
    margin,
    smallestEffect,
  }
  const known = Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== null)
  const [responseClass = cell, ...above] = cell.split('/').toReversed()
  return {
    name: cell,
    properties: { verdict: verdict.verdict, ...Object.fromEntries(known) },
    cases: [{ classname: above.toReversed().join('.') || cell, name: `${responseClass} server CPU per request`, seconds, ...(problem && { problem }) }],
    seconds,
    output: verdict.why,
  }
}

function problemOf(verdict: AbVerdict, failOnCannotTell: boolean): Problem | undefined {
  const { effect, why } = verdict
  const message = `${describeVerdict(verdict)}: ${effect === null ? '' : `${formatEffect(effect)}: `}${why}`
  if (verdict.verdict === 'regressed') return { kind: 'failure', type: 'regressed', message }
  if (verdict.verdict === 'void') return { kind: 'error', type: 'void', message }
  if (verdict.verdict === 'cannot-tell') return { kind: failOnCannotTell || verdict.unconfirmedAlarm ? 'failure' : 'skipped', type: 'cannot-tell', message }
  return undefined
}

function estimate(name: string, value: AbVerdict['effect']): Record<string, number> {
  if (value === null) return {}
  const { point } = value
  return value.kind === 'interval' ? { [name]: point, [`${name}Low`]: value.low, [`${name}High`]: value.high } : { [name]: point }
}

/** The wall time of its launches, shared evenly by the cells that were measured in them. */
function secondsOf({ launches }: AbFile, cell: string): number {
  const shares = launches
    .filter(({ cells }) => cells.includes(cell))
    .map(({ startMs, warmUpMs, burstsMs, cells }) => (startMs + warmUpMs + burstsMs) / cells.length)
  return shares.reduce((sum, share) => sum + share, 0) / 1000
}

function exactSuites(file: AbFile): readonly TestSuite[] {
  if (exactGap(file) !== undefined) {
    const problem = { kind: 'skipped', type: 'not compared', message: describeExact(file) } as const
    return [{ name: 'exact gates', properties: {}, cases: [{ classname: 'etag-bench.ab', name: 'exact gates', seconds: 0, problem }], seconds: 0, output: problem.message }]
  }
  return file.exact.map(({ gate, cell, base, head, passed, why }) => ({
    name: `${gate} of ${cell}`,
    properties: { base, head },
    cases: [{ classname: cell.replaceAll('/', '.'), name: gate, seconds: 0, ...(!passed && { problem: { kind: 'failure', type: 'exact gate', message: `base ${base}, head ${head}: ${why}` } as const }) }],
    seconds: 0,
    output: why,
  }))
}

/** The attributes and the order are those that Ant's schema requires; Jenkins' allows them. */
function testSuite({ name, properties, cases, seconds, output }: TestSuite, id: number, startedAt: string): string {
  const count = (wanted: Problem['kind']) => cases.filter(({ problem }) => problem?.kind === wanted).length
  const attributes = {
    id,
    name: name || '-',
    package: 'etag-bench',
    timestamp: startedAt.slice(0, 19),
    hostname: 'localhost',
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: seconds.toFixed(3),
  }
  return element('testsuite', attributes, [
    element('properties', {}, Object.entries(properties).map(([key, value]) => element('property', { name: key, value }))),
    ...cases.map(testCase),
    element('system-out', {}, [escapeText(output)]),
    element('system-err', {}),
  ])
}

function testCase({ classname, name, seconds, problem }: TestCase): string {
  return element('testcase', { classname, name, time: seconds.toFixed(3) }, problem === undefined ? [] : [problemElement(problem)])
}

/** Ant's schema has no type of what was skipped. */
function problemElement({ kind, type, message }: Problem): string {
  return element(kind, kind === 'skipped' ? { message } : { type, message })
}
