import { describe, expect, it } from 'vitest'
import { formatCsvCell } from './csv-cell.ts'

describe('formatCsvCell', () => {
  it.each([
    [null, ''],
    [0, '0'],
    [-1.5, '-1.5'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e21, '1e+21'],
  ])('writes the figure %s in full', (value, cell) => {
    expect(formatCsvCell(value)).toBe(cell)
  })

  it.each([
    ['', ''],
    ['sha256', 'sha256'],
    ['10 % changed, fast', '"10 % changed, fast"'],
    ['the "best"', '"the ""best"""'],
    [' spaces ', '" spaces "'],
    ['two\r\nlines', 'two lines'],
    ['a\u0000b\u001b[31mc', 'a b [31mc'],
    ['äöü 😀', 'äöü 😀'],
  ])('writes the text %j so that a reader of CSV gets one cell', (text, cell) => {
    expect(formatCsvCell(text)).toBe(cell)
  })

  it.each([
    ['=1+1', `"'=1+1"`],
    ['+1', `"'+1"`],
    ['-2+3', `"'-2+3"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1+1', `" '=1+1"`],
    ['\r=1+1', `" '=1+1"`],
    ['=HYPERLINK("http://evil.example","here")', `"'=HYPERLINK(""http://evil.example"",""here"")"`],
    ['＝1＋1', `"'＝1＋1"`],
    // A spreadsheet that separates by semicolons, or mistakes a quote, begins a cell there.
    ['x;=1+1', `"x;'=1+1"`],
    ['x,  -1', `"x,  '-1"`],
    ['x",=1', `"x"",'=1"`],
    ['x"=1', `"x""'=1"`],
  ])('keeps the text %j from being a formula', (text, cell) => {
    expect(formatCsvCell(text)).toBe(cell)
  })

  it.each(['1kB-10kB', 'a = b', 'none+1', 'user@host'])('leaves a sign inside a text as it is: %j', (text) => {
    expect(formatCsvCell(text)).toBe(text)
  })
})
