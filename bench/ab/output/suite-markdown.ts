import { cut } from '../../report/columns.ts'
import { codeText, escapeMarkdown, preformatted } from '../../report/markdown-text.ts'
import type { AbFile, AbVerdict, ExactResult } from '../ab-file.ts'
import { describeSuitePayload } from '../ab-payload.ts'
import { collectionShares, describeCollections } from '../collections.ts'
import { describeExact, failedGates } from '../exact/describe-exact.ts'
import { describeBuild, describeVerdict, formatEffect, launchesText } from '../verdict-table.ts'
import { fitItems } from './fit-items.ts'
import { countsText, headline } from './headline.ts'

const mostCharacters = { name: 200, sentence: 500, output: 4_000 } as const

/**
 * A suite in GitHub's Markdown, in at most so many bytes: the cells that changed in a table, the rest folded away. What does
 * not fit is left out, the least important first, and the text says so. Empty where not even the outcome fits.
 */
export function formatSuiteMarkdown(file: AbFile, limitBytes: number): string {
  const rows = rowsOf(file)
  const total = rows.changed.length + rows.exact.length + rows.rest.length + rows.warnings.length
  const text = fitItems(total, limitBytes, (kept) => render(file, keepFirst(rows, kept), total - kept, limitBytes))
  if (text !== undefined) return text
  const outcome = `${title(file)}\n\nThe rest found no room here: the files beside ab.json have it.\n`
  return Buffer.byteLength(outcome) <= limitBytes ? outcome : ''
}

/** Lines of Markdown, in the order in which they are kept. */
interface Rows {
  readonly changed: readonly string[]
  readonly exact: readonly string[]
  readonly rest: readonly string[]
  readonly warnings: readonly string[]
}

/** Or seemed to. */
const isChanged = ({ verdict, unconfirmedAlarm }: AbVerdict) => verdict === 'regressed' || verdict === 'improved' || unconfirmedAlarm
/** What somebody has to look at comes first. */
const weights: Readonly<Record<AbVerdict['verdict'], number>> = { regressed: 0, improved: 1, void: 2, 'cannot-tell': 3, 'no-change': 4 }

const weightOf = ({ verdict, unconfirmedAlarm }: AbVerdict) => (unconfirmedAlarm ? weights.regressed : weights[verdict])

function rowsOf({ verdicts, exact, warnings }: AbFile): Rows {
  const ordered = verdicts.toSorted((one, other) => weightOf(one) - weightOf(other))
  return {
    changed: ordered.filter(isChanged).map(verdictRow),
    exact: failedGates(exact).map(exactRow),
    rest: ordered.filter((verdict) => !isChanged(verdict)).map(verdictRow),
    warnings: warnings.map((warning) => `- warning: ${escapeMarkdown(cut(warning, mostCharacters.sentence))}`),
  }
}

function keepFirst(rows: Rows, kept: number): Rows {
  let room = kept
  const take = (lines: readonly string[]) => {
    const taken = lines.slice(0, room)
    room -= taken.length
    return taken
  }
  return { changed: take(rows.changed), exact: take(rows.exact), rest: take(rows.rest), warnings: take(rows.warnings) }
}

function render(file: AbFile, rows: Rows, leftOut: number, limitBytes: number): string {
  const { settings, environment, payload, builds, endedBy, status, verdicts, exitCode } = file
  const confirming = file.launches.filter(({ confirmation }) => confirmation).length
  const launches = `${launchesText(file.launches.length - confirming)}${confirming > 0 ? `, ${confirming} to confirm` : ''}, seed ${settings.seed}`
  const machine = `${environment.cpuModel}, ${environment.cores} cores, Node ${environment.node}`
  const unchanged = verdicts.filter((verdict) => !isChanged(verdict)).length
  const collections = collectionShares(file)
  const blocks = [
    [title(file)],
    status === 'partial' && endedBy !== null ? [preformatted(cut(endedBy, mostCharacters.output))] : [],
    leftOut > 0 ? [`**${leftOut} ${leftOut === 1 ? 'row is' : 'rows are'} left out: this text may take ${limitBytes} bytes. The file ab.json has all of them.**`] : [],
    [
      `${[countsText(verdicts), `exit code ${exitCode ?? 'none yet'}`, launches].filter((part) => part !== '').join('; ')}.`,
      `- base: ${escapeMarkdown(cut(describeBuild(builds.base), mostCharacters.sentence))}`,
      `- head: ${escapeMarkdown(cut(describeBuild(builds.head), mostCharacters.sentence))}`,
      ...(payload === null ? [] : [`- payload: ${escapeMarkdown(cut(describeSuitePayload(payload), mostCharacters.sentence))}`]),
      `- on: ${escapeMarkdown(cut(machine, mostCharacters.sentence))}`,
      ...(settings.ignored.length === 0 ? [] : [`- ignored: ${escapeMarkdown(cut(settings.ignored.join(', '), mostCharacters.sentence))}`]),
      ...(collections.length === 0 ? [] : [`- ${escapeMarkdown(cut(describeCollections(collections), mostCharacters.sentence))}`]),
      `- ${describeExact(file)}`,
      ...rows.warnings,
    ],
    rows.exact.length === 0 ? [] : ['| exact gate | of | base | head | why |', '|---|---|---|---|---|', ...rows.exact],
    verdicts.some(isChanged) ? table(rows.changed) : [verdicts.some(({ verdict }) => verdict === 'no-change') ? 'No change was found.' : 'No cell was settled.'],
    rows.rest.length === 0 ? [] : [`<details${opens(file) ? ' open' : ''}><summary>The other ${unchanged}: ${countsText(verdicts.filter((verdict) => !isChanged(verdict)))}</summary>`, '', ...table(rows.rest), '', '</details>'],
    [legend(file)],
  ]
  return `${blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`
}

const title = (file: AbFile) => `## etag-bench: ${escapeMarkdown(headline(file))}`

/** Whether what is folded away is why the job failed. */
const opens = ({ exitCode, verdicts, exact }: AbFile) => exitCode !== 0 && !verdicts.some(isChanged) && failedGates(exact).length === 0

function table(rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : ['| cell | verdict | server CPU per request | launches | sd | finds | why |', '|---|---|---|---|---|---|---|', ...rows]
}

function verdictRow(verdict: AbVerdict): string {
  const { cell, effect, launches, confirmationLaunches, launchSd, smallestEffect, why } = verdict
  const percent = (share: number | null) => (share === null ? '-' : `${(share * 100).toFixed(1)}%`)
  const word = describeVerdict(verdict)
  return `| ${[
    codeText(cut(cell, mostCharacters.name)),
    verdict.verdict === 'regressed' || verdict.unconfirmedAlarm ? `**${word}**` : word,
    effect === null ? '-' : formatEffect(effect),
    confirmationLaunches > 0 ? `${launches}+${confirmationLaunches}` : launches,
    percent(launchSd),
    percent(smallestEffect),
    escapeMarkdown(cut(why, mostCharacters.sentence)),
  ].join(' | ')} |`
}

function exactRow({ gate, cell, base, head, why }: ExactResult): string {
  const [name, of, was, is] = [gate, cell, base, head].map((text) => cut(text, mostCharacters.name)) as [string, string, string, string]
  return `| ${[escapeMarkdown(name), codeText(of), escapeMarkdown(was), escapeMarkdown(is), escapeMarkdown(cut(why, mostCharacters.sentence))].join(' | ')} |`
}

function legend({ settings }: AbFile): string {
  if (settings.mode === 'smoke') return 'Head against base, over all launches. A smoke run only sees gross changes.'
  return 'Head against base, with the interval, over the launches (+ confirming ones). sd: between launches. finds: the smallest slowdown that is found with 95 % probability at that spread.'
}
