import type { HeaderLine } from './request-head.ts'

export const redacted = '(redacted)'

/** Negotiation, not credentials: such values come back in answers legitimately (`Content-Type: application/json`). */
const harmless = ['accept', 'accept-encoding', 'accept-language', 'content-type', 'host', 'user-agent']
const leastWhole = 6
const leastPart = 8
const leastShort = 3
/** Of a secret that was cut where a text was shortened. */
const leastCut = 4

/**
 * Hides, wherever they come back, the values given with --header: each as a whole, and its parts of 8 characters or more, so that
 * the token of `Bearer <token>` and a cookie's value are found too. Also where they are escaped for JSON or a URL, in base64, or were
 * cut short; of what is base64 itself, as in `Basic <credentials>`, the text within, and its parts of 6 characters or more.
 */
export function createRedaction(userLines: readonly HeaderLine[]): (text: string) => string {
  const secrets = userLines.flatMap(([name, value]) => (harmless.includes(name.toLowerCase()) ? [] : secretsOf(value)))
  // The longest first: a part must not break up the whole that it is in.
  const inOrder = [...new Set(secrets.flatMap(formsOf))].toSorted((a, b) => b.length - a.length)
  return (text) => inOrder.reduce((rest, secret) => hideCut(rest.replaceAll(secret, redacted), secret), text)
}

/** As `createRedaction`, for the values of 3 to 5 characters too: these are hidden where a header's value, or a word of it, is just that. */
export function createHeadRedaction(userLines: readonly HeaderLine[]): (head: string) => string {
  const redact = createRedaction(userLines)
  const short = userLines.flatMap(([name, value]) => (harmless.includes(name.toLowerCase()) ? [] : wordsOf(value.trim())))
  const values = new Set(short.filter((word) => word.length >= leastShort && word.length < leastWhole))
  return (head) => {
    return redact(head).replaceAll(/^([^\s:]+:)([^\r\n]*)/gm, (_line, name: string, value: string) => {
      return name + value.replaceAll(/[^\s;,="]+/g, (word) => (values.has(word) ? redacted : word))
    })
  }
}

/** The head of an answer with the values of its Set-Cookie lines hidden. */
export function hideCookies(head: string): string {
  return head.replaceAll(/^(set-cookie:)[^\r\n]*/gim, `$1 ${redacted}`)
}

function secretsOf(value: string): readonly string[] {
  const whole = value.trim()
  const afterScheme = whole.slice(whole.indexOf(' ') + 1).trim()
  const parts = wordsOf(whole).filter((part) => part.length >= leastPart)
  const given = [...[whole, afterScheme].filter((text) => text.length >= leastWhole), ...parts]
  return [...given, ...given.flatMap(textsWithin)]
}

/** What a base64 text says, and its parts between colons (the password may have some, RFC 7617 §2); nothing where it says no text. */
function textsWithin(secret: string): readonly string[] {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(secret)) return []
  const text = Buffer.from(secret, 'base64').toString()
  if (/[\p{Cc}\ufffd]/u.test(text)) return []
  const password = text.slice(text.indexOf(':') + 1)
  return [text, password, ...text.split(':')].filter((part) => part.length >= leastWhole)
}

function wordsOf(value: string): readonly string[] {
  return value.split(/[\s;,="]+/)
}

/** As it stands in a header, in JSON, in a URL, in a form and in base64. */
function formsOf(secret: string): readonly string[] {
  const inUrl = encodeURIComponent(secret)
  const lowerCase = inUrl.replaceAll(/%../g, (code) => code.toLowerCase())
  return [secret, JSON.stringify(secret).slice(1, -1), inUrl, lowerCase, inUrl.replaceAll('%20', '+'), ...base64FormsOf(secret)]
}

/** Alone, and within a longer text, where it may begin at any byte of three; then the characters that its neighbours share are left. */
function base64FormsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const within = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    return encoded.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + bytes.length) * 4) / 3))
  })
  const alone = bytes.toString('base64')
  const standard = [alone, alone.replace(/=+$/, ''), ...within]
  return [...standard, ...standard.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))]
}

/** Hides the beginning of a secret before the mark of a shortened text, or before the end of its quotes. */
function hideCut(text: string, secret: string): string {
  const beginning = secret.slice(0, leastCut)
  if (!text.includes(beginning)) return text
  let rest = text
  for (let length = secret.length - 1; length >= leastCut; length -= 1) {
    for (const mark of ['...', '…', '"']) rest = rest.replaceAll(secret.slice(0, length) + mark, redacted + mark)
  }
  return rest
}
