import { wrap } from '../../report/terminal.ts'
import { formatDuration } from '../../units.ts'
import type { ProbeReport, ReportedFinding } from './report-schema.ts'
import { breakLine, printable } from './report-text.ts'

/** A report as text of at most 80 columns, without colour; code to copy and words longer than a line stay whole. */
export function formatProbeReport(report: ProbeReport): string {
  const shown = new Set<string>()
  const lines = [
    ...heading(report),
    ...report.findings.flatMap((finding) => ['', ...formatFinding(finding, shown)]),
    ...section('PASSED', report.passed.flatMap(({ title, seen }) => paragraph(`${title}: ${seen}`, '  ', '    '))),
    ...section('NOT CHECKED', formatUnchecked(report.unchecked)),
  ]
  return `${lines.join('\n')}\n`
}

const names = { error: 'ERROR', warning: 'WARNING', note: 'NOTE' } as const
const frameworks = { express: 'Express', fastify: 'Fastify', nginx: 'nginx' } as const
const framings = { 'content-length': '', chunked: ', chunked', 'until-close': ', ended by closing the connection' } as const

function heading(report: ProbeReport): readonly string[] {
  const { url, also, target, status, endedBy, write } = report
  return [
    ...(status === 'interrupted' ? ['INTERRUPTED: what was seen until then', ''] : []),
    ...(status === 'ended-early' ? [...paragraph(`ENDED EARLY: ${endedBy?.message}. A finding may come from that.`), ''] : []),
    ...paragraph(`probe of ${url}`),
    ...(target === null ? [] : describeTarget(target)),
    ...also.flatMap((each) => paragraph(`also ${each}`, '  ', '    ')),
    ...(write === null ? [] : paragraph(write.restored, '  ', '    ')),
    ...paragraph(countsOf(report)),
  ]
}

function describeTarget(target: NonNullable<ProbeReport['target']>): readonly string[] {
  const { status, reason, contentType, contentBytes, contentCoding, framing, etag, lastModified, cacheControl, elapsedMs } = target
  const coding = contentCoding === null ? '' : `, ${contentCoding} although not asked for`
  const size = `${contentBytes.toLocaleString('en-US')} bytes${coding}${framings[framing]}`
  return [
    ...paragraph(`${status} ${reason} in ${formatDuration(elapsedMs)}: ${contentType ?? 'no Content-Type'}, ${size}`, '  ', '    '),
    ...[['ETag', etag], ['Last-Modified', lastModified], ['Cache-Control', cacheControl]].flatMap(([name, value]) => {
      return paragraph(value === null ? `no ${name}` : `${name}: ${value}`, '  ', '    ')
    }),
  ]
}

function countsOf({ findings, passed, unchecked, requests, elapsedMs }: ProbeReport): string {
  const count = (level: ReportedFinding['severity']) => findings.filter(({ severity }) => severity === level).length
  const plural = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
  return (
    `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${plural(count('note'), 'note')}; ` +
    `${passed.length} passed, ${unchecked.length} not checked; ${plural(requests, 'request')} in ${(elapsedMs / 1000).toFixed(1)} s`
  )
}

/** Code that an earlier finding showed is not shown again. `shown` is added to. */
function formatFinding(finding: ReportedFinding, shown: Set<string>): readonly string[] {
  const { id, severity, rfc, seen, why, mend, snippets, evidence } = finding
  const fresh = snippets.filter(({ for: framework, code }) => !shown.has(framework + code))
  for (const { for: framework, code } of fresh) shown.add(framework + code)
  return [
    ...paragraph(`${names[severity]} ${id} (${rfc})`),
    ...paragraph(seen, '  ', '  '),
    ...evidence.flatMap(({ label, requestHead, responseHead, remark }) => [
      ...paragraph(`${label}:`, '  ', '  '),
      ...headLines(requestHead, '>'),
      ...headLines(responseHead, '<'),
      ...(remark === undefined ? [] : paragraph(remark, '    ', '    ')),
    ]),
    ...paragraph(`Why it hurts: ${why}`, '  ', '  '),
    ...paragraph(`Mend: ${mend}`, '  ', '  '),
    ...fresh.flatMap(({ for: framework, code }) => [
      `    ${frameworks[framework]}:`,
      ...code.trimEnd().split('\n').map((line) => `      ${line}`.trimEnd()),
    ]),
    ...codeShownBefore(snippets.filter((snippet) => !fresh.includes(snippet))),
  ]
}

function codeShownBefore(snippets: ReportedFinding['snippets']): readonly string[] {
  const shown = snippets.map((snippet) => frameworks[snippet.for])
  return shown.length === 0 ? [] : [`    (code for ${new Intl.ListFormat('en-GB').format(shown)}: above)`]
}

function headLines(head: string, mark: '>' | '<'): readonly string[] {
  return head.split(/\r?\n/).flatMap((line) => breakLine(printable(line), `    ${mark} `, `    ${mark}   `))
}

/** Checks that were not made for the same reason share one entry. */
function formatUnchecked(unchecked: ProbeReport['unchecked']): readonly string[] {
  const reasons = Map.groupBy(unchecked, ({ because }) => because)
  return [...reasons].flatMap(([because, checks]) => paragraph(`${checks.map(({ check }) => check).join(', ')}: ${because}`, '  ', '    '))
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines]
}

function paragraph(text: string, first = '', rest = ''): readonly string[] {
  return text.split('\n').flatMap((line, index) => wrap(printable(line), index === 0 ? first : rest, rest))
}
