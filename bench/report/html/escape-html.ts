/** Characters that a page must not hold, or that would change how what stands around them looks: C0 and C1 controls but tab and line feed, and overrides of the direction of text. */
const unprintable = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]/gu

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as text, in an element or in a quoted attribute: whatever it says, no markup comes of it. */
export function escapeHtml(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => entities[character]!)
}

/** What cannot be shown becomes U+FFFD, so that it is seen to be there. */
export function printable(text: string): string {
  return text.toWellFormed().replaceAll(unprintable, '\ufffd')
}
