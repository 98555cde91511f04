export const lineWidth = 80

/** The longest name of a strategy that comes with the benchmark. */
const usualNameWidth = 16

/** Without cells it is a heading among the rows, and its name is not cut. */
export interface Row {
  readonly name: string
  readonly cells: readonly string[]
}

/** Right-aligned columns beside names, with a space between any two; in blocks, one below the other, where a line would be too long. Longer names are cut, and end in an ellipsis. */
export function formatColumns(
  corner: string,
  heads: readonly string[],
  rows: readonly Row[],
  leastWidth: number,
  nameWidth: number = usualNameWidth,
): string[] {
  const widths = heads.map((head, column) => {
    return Math.max(leastWidth, ...[head, ...rows.map(({ cells }) => cells[column] ?? '')].map((text) => text.length + 1))
  })
  return blocksOf(widths, nameWidth).flatMap((columns) => {
    const line = (name: string, cells: readonly string[]) =>
      (name + columns.map((column) => (cells[column] ?? '').padStart(widths[column] ?? 0)).join('')).trimEnd()
    const isWide = corner.length > nameWidth
    return [
      ...(isWide ? [corner] : []),
      line((isWide ? '' : corner).padEnd(nameWidth), heads),
      ...rows.map(({ name, cells }) => (cells.length === 0 ? cut(name, lineWidth) : line(cut(name, nameWidth).padEnd(nameWidth), cells))),
    ]
  })
}

/** A text of at most so many columns; one that was longer ends in an ellipsis. No character is cut in half. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** Indices of the columns that fit into a line together; at least one each. */
function blocksOf(widths: readonly number[], nameWidth: number): readonly (readonly number[])[] {
  const blocks: number[][] = []
  let used = lineWidth
  for (const [column, width] of widths.entries()) {
    if (used + width > lineWidth) {
      blocks.push([])
      used = nameWidth
    }
    blocks.at(-1)?.push(column)
    used += width
  }
  return blocks
}
