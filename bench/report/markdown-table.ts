import { escapeMarkdown } from './markdown-text.ts'
import type { Table } from './view/table.ts'

/** A table of GitHub Flavored Markdown, figures flush right. No line where it has no row. */
export function formatMarkdownTable({ columns, rows }: Table): string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(({ head }) => escapeMarkdown(head))),
    line(columns.map(({ kind }) => (kind === 'figure' ? '---:' : ':---'))),
    ...rows.map((cells) => line(columns.map((_, column) => escapeMarkdown(cells[column] ?? '')))),
  ]
}
