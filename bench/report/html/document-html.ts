import { contentSecurityPolicy } from './content-security-policy.ts'
import type { Html } from './html.ts'
import { html, trusted } from './html.ts'

export interface DocumentParts {
  readonly title: string
  /** A stylesheet, as it stands between its tags. */
  readonly style: string
  /** Empty: none. */
  readonly script: string
  readonly body: Html
}

/** One file that needs no other: head, style and script within it, and a policy that lets nothing in or out. */
export function renderDocument({ title, style, script, body }: DocumentParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy({ scripts: [script], styles: [style] })}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
${body}
${script === '' ? null : html`<script>${trusted(script)}</script>`}
</body>
</html>
`.markup
}
