import type { RunFile } from '../archive/run-file.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import { formatMarkdownTable } from './markdown-table.ts'
import { escapeMarkdown, fenceCode } from './markdown-text.ts'
import type { Figure } from './view/figure.ts'
import type { Headline } from './view/headline.ts'
import { reportView } from './view/report-view.ts'
import type { Table } from './view/table.ts'
import type { Trust } from './view/trust.ts'

/** GitHub takes no more than 65,536 characters in a comment. */
const mostCharacters = 60_000

/** A run for a pull request or a wiki, without its charts: a pure function of the run file and the micro file. */
export function formatMarkdown(run: RunFile, micro?: MicroFile): string {
  const { title, headline, decision, figures, trust, settings, environment, command, guide } = reportView(run, micro)
  const shown = figures.filter(({ missing }) => missing === null)
  const opening = [
    ...paragraph(`# ${escapeMarkdown(title)}`),
    ...trust.alarms.flatMap((alarm) => paragraph(`> **${escapeMarkdown(alarm)}**`)),
    ...answer(headline),
    ...heading('At a glance', [...paragraph(escapeMarkdown(decision.caption)), ...formatMarkdownTable(decision), '']),
  ]
  const closing = [
    ...trustworthiness(trust),
    ...fold('How to read it', guide.map(({ term, meaning }) => `- **${escapeMarkdown(term)}**: ${escapeMarkdown(meaning)}`)),
    ...fold('How it was made', [
      ...[...settings, ...environment].map(([name, value]) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(value)}`),
      '',
      ...fenceCode(command),
    ]),
    ...paragraph('Every figure is in `estimates.csv`, the charts are in `report.html`, beside this file.'),
  ]
  const room = mostCharacters - lengthOf([...opening, ...closing])
  return `${[...opening, ...findings(shown, room), ...closing].join('\n').trimEnd()}\n`
}

function answer({ answer: text, because, facts }: Headline): string[] {
  return [
    ...paragraph(`**${escapeMarkdown(text)}.** ${escapeMarkdown(because)}`),
    ...list(facts.map(({ figure, label, detail }) => `**${escapeMarkdown(figure)}** ${escapeMarkdown(label)}: ${escapeMarkdown(detail)}`)),
  ]
}

/** Answers all of them; tables one after the other while there is room. */
function findings(figures: readonly Figure[], room: number): string[] {
  const texts = figures.map(sectionOf)
  let left = room - texts.reduce((sum, lines) => sum + lengthOf(lines), 0)
  return figures.flatMap(({ table }, index) => {
    const text = texts[index] ?? []
    if (table === null || table.rows.length === 0) return text
    const folded = foldTable(table)
    left -= lengthOf(folded)
    if (left >= 0) return [...text, ...folded]
    left += lengthOf(folded)
    return [...text, ...paragraph(`(Its table of ${table.rows.length} rows has no room here: see report.html.)`)]
  })
}

function sectionOf({ question, answer: text, explanation, remarks }: Figure): string[] {
  const lines = [text, ...remarks].filter((line) => line !== '').flatMap((line) => paragraph(escapeMarkdown(line)))
  return [...heading(escapeMarkdown(question), lines), ...paragraph(`<sub>${escapeMarkdown(explanation)}</sub>`)]
}

function trustworthiness({ checks, warnings, voids, voidBursts }: Trust): string[] {
  const lines = [...list(checks.map(escapeMarkdown)), ...list(warnings.map((warning) => `Warning: ${escapeMarkdown(warning)}`))]
  const voided = [voids, voidBursts].filter(({ rows }) => rows.length > 0).flatMap(foldTable)
  return lines.length + voided.length === 0 ? [] : heading('How far to trust it', [...lines, ...voided])
}

const foldTable = (table: Table) => fold(escapeMarkdown(table.caption), formatMarkdownTable(table))

/** Closed until somebody asks; Markdown is read inside, since empty lines are around it. */
const fold = (summary: string, lines: readonly string[]) => [`<details><summary>${summary}</summary>`, '', ...lines, '', '</details>', '']

const heading = (title: string, lines: readonly string[]) => [`## ${title}`, '', ...lines]
const paragraph = (text: string) => [text, '']
const list = (items: readonly string[]) => (items.length === 0 ? [] : [...items.map((item) => `- ${item}`), ''])
const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0)
