import { cut } from '../../report/columns.ts'
import type { AbFile, AbVerdict, ExactResult } from '../ab-file.ts'
import { describeExact, exactGap, failedGates } from '../exact/describe-exact.ts'
import { formatEffect } from '../verdict-table.ts'

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
}

/** GitHub shows so many of either level for a step, and drops the others without a word. */
const mostOfLevel = 10

/**
 * Lines that make a GitHub job show what has to be looked at: errors for what makes it fail, warnings for cells that are void or
 * cannot be told. Nothing where nothing is wrong.
 */
export function formatAnnotations(file: AbFile): string {
  const annotations = [...failures(file), ...doubts(file)]
  const errors = annotations.filter(({ level }) => level === 'error')
  const others = annotations.filter(({ level }) => level !== 'error')
  return [...within(errors), ...others].map(formatAnnotation).join('')
}

function failures({ status, endedBy, verdicts, exact }: AbFile): readonly Annotation[] {
  const all = 'etag-bench ab'
  return [
    ...(status === 'partial' ? [error(`${all}: PARTIAL SUITE`, endedBy ?? 'still under way')] : []),
    ...(status === 'complete' && isNothingCompared(verdicts) ? [error(`${all}: nothing could be compared`, whys(verdicts))] : []),
    ...verdicts.filter(({ verdict }) => verdict === 'regressed').map(regression),
    ...(status === 'complete' ? verdicts.filter(({ unconfirmedAlarm }) => unconfirmedAlarm).map(unconfirmed) : []),
    ...failedGates(exact).map(brokenGate),
  ]
}

function doubts(file: AbFile): readonly Annotation[] {
  const { status, verdicts, exitCode, settings } = file
  if (status === 'partial' || isNothingCompared(verdicts)) return []
  // Of an alarm that was not confirmed there is an error.
  const quiet = verdicts.filter(({ unconfirmedAlarm }) => !unconfirmedAlarm)
  const voids = quiet.filter(({ verdict }) => verdict === 'void')
  const open = quiet.filter(({ verdict }) => verdict === 'cannot-tell')
  const openLevel = exitCode === 3 && settings.failOnCannotTell ? 'error' : settings.mode === 'smoke' ? 'notice' : 'warning'
  const of = `of ${verdicts.length} cells`
  return [
    ...(voids.length > 0 ? [{ level: 'warning', title: `etag-bench ab: ${voids.length} ${of} void`, message: whys(voids) } as const] : []),
    ...(open.length > 0 ? [{ level: openLevel, title: `etag-bench ab: ${open.length} ${of} cannot be told`, message: whys(open) } as const] : []),
    ...unseen(file),
  ]
}

/** What was left out on purpose is told too: a job that passes did not look at it. */
function unseen(file: AbFile): readonly Annotation[] {
  const gap = exactGap(file)
  return gap === undefined ? [] : [{ level: 'warning', title: `etag-bench ab: ${gap}`, message: describeExact(file) }]
}

const isNothingCompared = (verdicts: readonly AbVerdict[]) => verdicts.every(({ verdict }) => verdict === 'void')
const whys = (verdicts: readonly AbVerdict[]) => verdicts.map(({ cell, why }) => `${cell}: ${why}`).join('\n')
const error = (title: string, message: string): Annotation => ({ level: 'error', title, message })

function regression({ cell, effect, why }: AbVerdict): Annotation {
  return error(`etag-bench ab: ${cell} regressed`, `${effect === null ? '' : `server CPU per request ${formatEffect(effect)}: `}${why}`)
}

function unconfirmed(verdict: AbVerdict): Annotation {
  return { ...regression(verdict), title: `etag-bench ab: ${verdict.cell} alarmed without being confirmed` }
}

function brokenGate({ gate, cell, base, head, why }: ExactResult): Annotation {
  return error(`etag-bench ab: ${gate} of ${cell}`, `base ${base}, head ${head}: ${why}`)
}

function within(errors: readonly Annotation[]): readonly Annotation[] {
  if (errors.length <= mostOfLevel) return errors
  const shown = errors.slice(0, mostOfLevel - 1)
  const others = errors.slice(mostOfLevel - 1)
  return [...shown, error(`etag-bench ab: ${others.length} more`, others.map(({ title, message }) => `${title.replace('etag-bench ab: ', '')}: ${message}`).join('\n'))]
}

/** A line that GitHub's runner reads. */
export function formatAnnotation({ level, title, message }: Annotation): string {
  return `::${level} title=${escapeProperty(cut(title, 200))}::${escapeData(cut(message, 2_000))}\n`
}

/** As GitHub's runner reads them back: the sign of the escapes first. */
function escapeData(text: string): string {
  const escaped = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  return escaped.replaceAll(/\p{Cc}/gu, '').toWellFormed()
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
