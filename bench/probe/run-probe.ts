import { buildReport, buildUnreachableReport } from './report/build-report.ts'
import type { Probed } from './report/build-report.ts'
import { knownChecks, readChecks, writeChecks } from './checks/index.ts'
import type { Check, WriteProbe } from './finding.ts'
import { openWriteSession } from './open-write-session.ts'
import type { WriteOpening } from './open-write-session.ts'
import type { ProbeSettings } from './options.ts'
import { ProbeBoundError } from './probe-bound-error.ts'
import type { ProbeReport } from './report/report-schema.ts'
import { runChecks } from './run-checks.ts'
import type { ChecksRun } from './run-checks.ts'
import { openSession } from './session.ts'
import type { ProbeSession } from './session.ts'
import { TargetError } from './target-error.ts'

/** Told what the probe is at. */
export interface ProbeObserver {
  /** `index` of `total`, from 0. */
  checking(check: Check, index: number, total: number): void
  /** Before anything is written: what will be, and where the content is kept; `lastWord` says so as long as a write is not restored. */
  writing(notice: string, lastWord: () => string | undefined): void
  restoring(): void
}

/**
 * All checks that the settings ask for. What was written is restored when this returns or throws, also when the signal is aborted,
 * which ends the checks and still gives a report. Throws a usage error, or the signal's reason where nothing was checked yet.
 */
export async function runProbe(settings: ProbeSettings, signal: AbortSignal, observer: ProbeObserver): Promise<ProbeReport> {
  const startMs = performance.now()
  const { url, also } = settings
  let session: ProbeSession
  try {
    session = await openSession({ ...settings, signal })
  } catch (error) {
    if (error instanceof TargetError) return buildUnreachableReport(url, also, error, performance.now() - startMs)
    throw error
  }
  try {
    const probed = await probeOpened(settings, session.probe, observer)
    return buildReport({ probe: session.probe, ...probed, requests: session.requests, elapsedMs: performance.now() - startMs, redact: session.redact })
  } finally {
    session.close()
  }
}

async function probeOpened(settings: ProbeSettings, probe: WriteProbe, observer: ProbeObserver): Promise<Pick<Probed, 'run' | 'write'>> {
  const isChosen = ({ id }: { readonly id: string }) => settings.checks?.includes(id) ?? true
  const reading = readChecks.filter(isChosen)
  if (!settings.write) {
    const run = await runChecks(reading, probe, (check, index) => observer.checking(check, index, reading.length))
    return { run: withUnmade(run, knownChecks.filter((check) => check.needs === 'write' && isChosen(check)), 'needs --write') }
  }
  const opening = await openWriting(probe)
  if (opening.kind === 'impossible') {
    const run = await runChecks(reading, probe, (check, index) => observer.checking(check, index, reading.length))
    const restored = `nothing was written: ${opening.because}`
    const unmade = knownChecks.filter((check) => check.needs === 'write' && isChosen(check))
    return { run: withUnmade(run, unmade, opening.because), write: { field: undefined, restored } }
  }
  const { session } = opening
  try {
    observer.writing(session.notice, () => session.lastWord)
    const checks = [...reading, ...writeChecks(session).filter(isChosen)]
    const run = await runChecks(checks, probe, (check, index) => observer.checking(check, index, checks.length))
    observer.restoring()
    const { seen, finding } = await session.restore()
    return { run, write: { field: session.field, restored: seen, ...(finding === undefined ? {} : { finding }) } }
  } finally {
    await session.restore()
  }
}

/** A target that fails just now is told by the checks; here it only means that nothing can be written. */
async function openWriting(probe: WriteProbe): Promise<WriteOpening> {
  try {
    return await openWriteSession(probe)
  } catch (error) {
    if (error instanceof TargetError || error instanceof ProbeBoundError) return { kind: 'impossible', because: error.message }
    throw error
  }
}

function withUnmade(run: ChecksRun, checks: readonly Pick<Check, 'id' | 'title' | 'rfc'>[], because: string): ChecksRun {
  const unmade = checks.map(({ id, title, rfc }) => ({ check: { id, title, rfc }, verdict: { kind: 'unchecked', because } as const }))
  return { ...run, results: [...run.results, ...unmade] }
}
