import type { HeaderLine } from './request-head.ts'

export const redacted = '(redacted)'

/** Negotiation, not credentials: such values come back in answers legitimately (`Content-Type: application/json`). */
const harmless = ['accept', 'accept-encoding', 'accept-language', 'content-type', 'host', 'user-agent']
const leastWhole = 6
const leastPart = 8

/**
 * Hides, wherever they come back, the values given with --header: each as a whole, and its parts of 8 characters or more, so that
 * the token of `Bearer <token>` and a cookie's value are found too.
 */
export function createRedaction(userLines: readonly HeaderLine[]): (text: string) => string {
  const secrets = userLines.flatMap(([name, value]) => (harmless.includes(name.toLowerCase()) ? [] : secretsOf(value)))
  // The longest first: a part must not break up the whole that it is in.
  const inOrder = [...new Set(secrets)].toSorted((a, b) => b.length - a.length)
  return (text) => inOrder.reduce((rest, secret) => rest.replaceAll(secret, redacted), text)
}

/** The head of an answer with the values of its Set-Cookie lines hidden. */
export function hideCookies(head: string): string {
  return head.replaceAll(/^(set-cookie:)[^\r\n]*/gim, `$1 ${redacted}`)
}

function secretsOf(value: string): readonly string[] {
  const whole = value.trim()
  const afterScheme = whole.slice(whole.indexOf(' ') + 1).trim()
  const parts = whole.split(/[\s;,="]+/).filter((part) => part.length >= leastPart)
  return [...[whole, afterScheme].filter((text) => text.length >= leastWhole), ...parts]
}
