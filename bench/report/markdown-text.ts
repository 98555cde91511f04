import { escapeHtml } from './html/escape-html.ts'

/**
 * Text that stays text in Markdown (CommonMark 0.31 §2.5 and GitHub's extensions): whatever could be markup becomes a
 * character reference, which Markdown never takes for markup. A zero-width space keeps `@` from calling somebody and
 * `#1` from linking an issue. It is one line and fits a table's cell.
 */
export function escapeMarkdown(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .replaceAll(intervalOrMarkup, (sign) => (sign.length > 1 ? sign : `&#${sign.charCodeAt(0)};${sign === '@' || sign === '#' ? '&#8203;' : ''}`))
}

/**
 * An interval such as `[0.12, 0.14]`, which stays; or one sign of what could be markup: inside a line; of a link; at the start
 * of a list, a heading or a rule.
 */
const intervalOrMarkup = /\[[-−]?\d[\d., −-]*\](?![([:])|[&<>\\`*_{}[\]|~$@]|(?<!\d):(?=\S)|:(?=[^\s\d])|(?<=www)\.|#(?=\d)|^[-+=#]|(?<=^\d+)[.)](?=\s|$)/giu

/** A block of code of one line, whatever is in it: its fence is longer than any run of backticks inside. */
export function fenceCode(text: string): string[] {
  const line = text.replaceAll(/\p{Cc}+/gu, ' ')
  const longest = Math.max(2, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [fence, line, fence]
}

/** A name in the type of code, within a line. */
export function codeText(text: string): string {
  return /^[\w./:+=%,-]+$/.test(text) ? `\`${text}\`` : `<code>${escapeMarkdown(text)}</code>`
}

/** Text of several lines as it is, for an HTML block of its own. */
export function preformatted(text: string): string {
  return `<pre>${escapeHtml(text.replaceAll(/\r\n?/g, '\n'))}</pre>`
}
