/** What opens markup or an HTML element in GitHub's Markdown, or ends a cell of a table. */
const markup = /[&<>|\\`*_[\]~$]/g

/**
 * Text of others as text in GitHub's Markdown, on one line: no markup, no HTML, no new row, and nobody is notified by an `@name` or
 * a `#1` in it (a zero-width space follows the sign).
 */
export function plainText(text: string): string {
  return oneLine(text).replaceAll(/[@#](?=\w)/g, '$&\u200b').replaceAll(markup, (character) => `&#${character.charCodeAt(0)};`)
}

/** A name in the type of code. */
export function codeText(text: string): string {
  const line = oneLine(text)
  return /^[\w ./:+=%,-]+$/.test(line) && line === line.trim() ? `\`${line}\`` : `<code>${plainText(line)}</code>`
}

/** Text of several lines as it is, for an HTML block of its own. */
export function preformatted(text: string): string {
  const kept = text.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{Cc}\n\t]/gu, '').toWellFormed()
  return `<pre>${kept.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`
}

/** Without control characters, surrogates without a partner, or ends of lines. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\u2028\u2029]+/g, ' ').replaceAll(/\p{Cc}/gu, '').toWellFormed()
}
