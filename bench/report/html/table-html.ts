import type { Column, Table } from '../view/table.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'

/** A table that can be scrolled sideways by keyboard where it is wider than the page. The first name of a row heads it. */
export function renderTable({ caption, columns, rows }: Table, classOf: CellClass = () => ''): Html {
  const headed = columns.findIndex(({ kind }) => kind === 'name')
  const body = rows.map((cells, row) => {
    const rendered = cells.map((cell, column) => {
      const classes = [alignmentOf(columns[column]), classOf(row, column)].filter((name) => name !== '').join(' ')
      return column === headed ? html`<th scope="row"${classAttribute(classes)}>${cell}</th>` : html`<td${classAttribute(classes)}>${cell}</td>`
    })
    return html`<tr${classAttribute(classOf(row))}>${rendered}</tr>\n`
  })
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${classAttribute(alignmentOf(column))}>${column.head}</th>`)}</tr></thead>
<tbody>${body}</tbody></table></div>`
}

/** Of a row, or of one of its cells; empty: none. */
export type CellClass = (row: number, column?: number) => string

/** Figures are most of all cells, so they go without a class. */
function alignmentOf(column: Column | undefined): string {
  return column === undefined || column.kind === 'figure' ? '' : column.kind
}

const classAttribute = (classes: string) => (classes === '' ? null : html` class="${classes}"`)

/** Closed until somebody wants the figures. Nothing where there are none. */
export function renderFoldedTable(table: Table): Html | null {
  if (table.rows.length === 0) return null
  return html`<details><summary>${table.caption} <span class="count">(${table.rows.length} ${table.rows.length === 1 ? 'row' : 'rows'})</span></summary>${renderTable(table)}</details>`
}
