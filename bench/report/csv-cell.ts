/**
 * One cell of a CSV line (RFC 4180). A text stays a text: where a spreadsheet would take it, or what follows one of its
 * separators or quotes, for a formula, an apostrophe precedes that, as OWASP advises (CSV Injection). Control
 * characters become spaces, so that a line is a row. Figures are written in full.
 */
export function formatCsvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = value.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(formulaStart, "$1'$2")
  return /[",;']/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}

/** Full-width forms too: some spreadsheets read them as their narrow ones. */
const formulaStart = /(^\s*|[,;"]\s*)([=+\-@＝＋－＠])/gu
