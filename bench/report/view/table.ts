/** A table as every format prints it: page, Markdown. Cells are text that is ready to be read; units are in the heads. */
export interface Table {
  readonly caption: string
  /** Names first, figures after; a figure is set flush right. */
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
}

export interface Column {
  readonly head: string
  readonly kind: 'name' | 'figure' | 'text'
}

export const nameColumn = (head: string): Column => ({ head, kind: 'name' })
export const figureColumn = (head: string): Column => ({ head, kind: 'figure' })
export const textColumn = (head: string): Column => ({ head, kind: 'text' })
