import { escapeHtml } from './escape-html.ts'

/** Markup that is safe to put into a page. Made by `html` and by `trusted` only. */
export class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }
}

export type HtmlValue = string | number | Html | null | readonly HtmlValue[]

/** A template whose text values are escaped; other markup goes in as it is, lists one after the other, null as nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.reduce((whole, part, index) => whole + markupOf(values[index - 1] ?? null) + part))
}

/** For what this program made itself: a drawing, a stylesheet, a script. */
export function trusted(markup: string): Html {
  return new Html(markup)
}

function markupOf(value: HtmlValue): string {
  if (value === null) return ''
  if (value instanceof Html) return value.markup
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  return value.map(markupOf).join('')
}
