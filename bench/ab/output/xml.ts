/** Markup that is well-formed XML 1.0, whatever the texts. Names are those of the caller. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, children: readonly string[] = []): string {
  const opening = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeAttribute(String(value))}"`)].join(' ')
  return children.length === 0 ? `<${opening}/>` : `<${opening}>${children.join('')}</${name}>`
}

export function escapeText(text: string): string {
  return allowed(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;')
}

/** A reader turns the white space of an attribute into blanks unless it is written as a reference (XML 1.0 §3.3.3). */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;')
}

/** Without the characters that XML 1.0 cannot hold even as references (§2.2), most control characters among them. */
function allowed(text: string): string {
  return text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
}
