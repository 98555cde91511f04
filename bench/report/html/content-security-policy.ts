import { createHash } from 'node:crypto'

/**
 * A policy for a page that is one file: nothing may be loaded or sent, and only these very scripts and styles may run
 * (CSP Level 3, hash sources). Of scripts and styles the exact text between the tags.
 */
export function contentSecurityPolicy(content: { readonly scripts: readonly string[]; readonly styles: readonly string[] }): string {
  return [
    "default-src 'none'",
    `script-src ${sourcesOf(content.scripts)}`,
    `style-src ${sourcesOf(content.styles)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function sourcesOf(texts: readonly string[]): string {
  const hashes = texts.filter((text) => text !== '').map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  return hashes.length === 0 ? "'none'" : hashes.join(' ')
}
