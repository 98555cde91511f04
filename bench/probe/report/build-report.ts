import type { Exchange, Finding, Probe, ProbeResponse } from '../finding.ts'
import type { ProbeReport } from './report-schema.ts'
import type { CheckResult, ChecksRun } from '../run-checks.ts'
import type { TargetError } from '../target-error.ts'

export interface Probed {
  readonly probe: Probe
  readonly run: ChecksRun
  readonly requests: number
  readonly elapsedMs: number
  /** Of the probe with --write: the field, undefined where nothing could be written, and how the restoration ended. */
  readonly write?: { readonly field: string | undefined; readonly restored: string; readonly finding?: Finding } | undefined
  /** Hides credentials; applied to every text that the target has a part in. */
  readonly redact: (text: string) => string
}

export function buildReport({ probe, run, requests, elapsedMs, write, redact }: Probed): ProbeReport {
  const { results, endedBy, interrupted } = run
  const restoration = write?.finding === undefined ? [] : [reportFinding('restoration', write.finding)]
  const report: ProbeReport = {
    schemaVersion: 1,
    url: probe.url.href,
    also: probe.also.map(({ href }) => href),
    status: interrupted ? 'interrupted' : endedBy === undefined ? 'complete' : 'ended-early',
    endedBy: endedBy === undefined ? null : { kind: endedBy.kind, message: endedBy.message },
    target: describeTarget(probe.baseline.first),
    requests,
    elapsedMs: Math.round(elapsedMs),
    findings: [...restoration, ...results.flatMap(findingsOf)].toSorted((a, b) => rank[a.severity] - rank[b.severity]),
    passed: results.flatMap(({ check: { id, title, rfc }, verdict }) => {
      return verdict.kind === 'passed' ? [{ check: id, title, rfc, seen: verdict.seen }] : []
    }),
    unchecked: results.flatMap(({ check: { id, title, rfc }, verdict, crashed }) => {
      return verdict.kind === 'unchecked' ? [{ check: id, title, rfc, because: verdict.because, crashed: crashed ?? false }] : []
    }),
    write: write === undefined ? null : { field: write.field ?? null, restored: write.restored },
  }
  return redactTexts(report, redact)
}

/** The report of a target that gave nothing that can be checked. */
export function buildUnreachableReport(url: URL, also: readonly URL[], { kind, message }: TargetError, elapsedMs: number): ProbeReport {
  return {
    schemaVersion: 1,
    url: url.href,
    also: also.map(({ href }) => href),
    status: 'unreachable',
    endedBy: { kind, message },
    target: null,
    requests: 0,
    elapsedMs: Math.round(elapsedMs),
    findings: [],
    passed: [],
    unchecked: [],
    write: null,
  }
}

const rank = { error: 0, warning: 1, note: 2 } as const

function findingsOf({ check, verdict }: CheckResult): ProbeReport['findings'] {
  return verdict.kind === 'findings' ? verdict.findings.map((finding) => reportFinding(check.id, finding)) : []
}

function reportFinding(check: string, finding: Finding): ProbeReport['findings'][number] {
  const { id, severity, seen, why, rfc, mend, snippets = [], evidence } = finding
  return {
    check,
    id,
    severity,
    seen,
    why,
    rfc,
    mend,
    snippets: snippets.map((snippet) => ({ for: snippet.for, code: snippet.code })),
    evidence: evidence.map(({ label, requestHead, responseHead, remark }) => {
      return { label, requestHead, responseHead, ...(remark === undefined ? {} : { remark }) }
    }),
  }
}

function describeTarget({ response }: Exchange): NonNullable<ProbeReport['target']> {
  return {
    status: response.status,
    reason: response.reason,
    contentType: response.header('Content-Type') ?? null,
    contentBytes: response.body.length,
    contentCoding: response.header('Content-Encoding') ?? null,
    framing: framingOf(response),
    etag: response.header('ETag') ?? null,
    lastModified: response.header('Last-Modified') ?? null,
    cacheControl: response.header('Cache-Control') ?? null,
    elapsedMs: Math.round(response.elapsedMs * 10) / 10,
  }
}

function framingOf(response: ProbeResponse): 'content-length' | 'chunked' | 'until-close' {
  if (response.header('Transfer-Encoding') !== undefined) return 'chunked'
  return response.header('Content-Length') === undefined ? 'until-close' : 'content-length'
}

/** What only the probe says stays as it is, and so does what the report is judged by: ids, status, severities. */
function redactTexts(report: ProbeReport, redact: (text: string) => string): ProbeReport {
  const { endedBy, target, findings, passed, unchecked, write } = report
  return {
    ...report,
    endedBy: endedBy === null ? null : { ...endedBy, message: redact(endedBy.message) },
    target: target === null ? null : redactTarget(target, redact),
    findings: findings.map((finding) => ({
      ...finding,
      seen: redact(finding.seen),
      evidence: finding.evidence.map((evidence) => ({
        ...evidence,
        requestHead: redact(evidence.requestHead),
        responseHead: redact(evidence.responseHead),
        ...(evidence.remark === undefined ? {} : { remark: redact(evidence.remark) }),
      })),
    })),
    passed: passed.map((each) => ({ ...each, seen: redact(each.seen) })),
    unchecked: unchecked.map((each) => ({ ...each, because: redact(each.because) })),
    write: write === null ? null : { ...write, restored: redact(write.restored) },
  }
}

function redactTarget(target: NonNullable<ProbeReport['target']>, redact: (text: string) => string): NonNullable<ProbeReport['target']> {
  const redactOrNull = (text: string | null) => (text === null ? null : redact(text))
  return {
    ...target,
    reason: redact(target.reason),
    contentType: redactOrNull(target.contentType),
    contentCoding: redactOrNull(target.contentCoding),
    etag: redactOrNull(target.etag),
    lastModified: redactOrNull(target.lastModified),
    cacheControl: redactOrNull(target.cacheControl),
  }
}
