import type { Html } from './html.ts'
import { html } from './html.ts'
import { unbroken } from './unbroken.ts'

/** Sentences: what stands between backticks is code, as in Markdown, and figures keep their units. */
export function prose(text: string): Html {
  const parts = text.split(/`([^`]+)`/)
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : unbroken(part)))}`
}
