import { expect, it } from 'vitest'
import { createHeadRedaction, createRedaction, hideCookies } from './redaction.ts'

it.each<[string, string, string, string]>([
  ['a whole value', 'X-Key: 123456', 'key 123456 is unknown', 'key (redacted) is unknown'],
  ['a token without its scheme', 'Authorization: Bearer abcdef', 'token=abcdef;', 'token=(redacted);'],
  ['a value with its scheme', 'Authorization: Bearer abcdefgh', 'Echo: Bearer abcdefgh', 'Echo: (redacted)'],
  ['one cookie of several', 'Cookie: theme=dark; sid=0123456789', 'sid 0123456789, theme dark', 'sid (redacted), theme dark'],
  ['a quoted part', 'Authorization: Digest username="somebody", response="00ff00ff"', 'for somebody: 00ff00ff', 'for (redacted): (redacted)'],
  ['every occurrence', 'X-Key: 123456', '123456 123456', '(redacted) (redacted)'],
  ['a value escaped for JSON', 'X-Key: ab"cdefg', '{"key":"ab\\"cdefg"}', '{"key":"(redacted)"}'],
  ['a value escaped for a URL', 'X-Key: ab/cd+e', '/?a=ab%2Fcd%2Be&b=ab%2fcd%2be', '/?a=(redacted)&b=(redacted)'],
  ['a value that was cut short', 'X-Key: swordfish-77', '$.key changed (swordf... then "swordfish-…, "sword")', '$.key changed ((redacted)... then "(redacted)…, "(redacted)")'],
  ['a value in base64', 'X-Key: k>>?key?~77', 'key az4+P2tleT9+Nzc=.', 'key (redacted).'],
  ['a value in base64url', 'X-Key: k>>?key?~77', 'key az4-P2tleT9-Nzc.', 'key (redacted).'],
  ['the user and password of Basic', 'Authorization: Basic aGVsZW5hOnN3b3JkZmlzaDo3Nw==', 'helena:swordfish:77; helena; swordfish:77', '(redacted); (redacted); (redacted)'],
  ['characters that mean something in a pattern', 'X-Key: a.*+$&b', 'a.*+$&b', '(redacted)'],
])('%s is hidden wherever it comes back', (_what, line, text, shown) => {
  const [name = '', value = ''] = line.split(/: (.*)/)
  expect(createRedaction([[name, value]])(text)).toBe(shown)
})

it('a value is hidden as a whole where another one is part of it, whichever is given first', () => {
  const values = [['X-Key', '123456'], ['X-Longer', '12345678']] as const
  for (const lines of [values, values.toReversed()]) expect(createRedaction(lines)('key 12345678, 123456')).toBe('key (redacted), (redacted)')
})

it('a short value is hidden where it is the value of a header, or a word of it', () => {
  const head = 'HTTP/1.1 200 OK\r\nX-Pin: 1234\r\nSet: pin=1234; a=12345\r\nContent-Length: 12'
  const shown = 'HTTP/1.1 200 OK\r\nX-Pin: (redacted)\r\nSet: pin=(redacted); a=12345\r\nContent-Length: 12'
  expect(createHeadRedaction([['X-Pin', '1234'], ['X-Count', '12']])(head)).toBe(shown)
})

it.each([['Accept', 'application/json'], ['X-Debug', 'true'], ['X-Empty', '']])('%s: %s hides nothing in an answer', (name, value) => {
  const text = 'Content-Type: application/json; true'
  expect(createRedaction([[name, value]])(text)).toBe(text)
})

it('the values of Set-Cookie are hidden, and nothing else of the head', () => {
  const head = 'HTTP/1.1 200 OK\r\nset-cookie: sid=1; Path=/\r\nETag: "v1"\r\nSet-Cookie:b=2\r\nX-Set-Cookie: shown'
  expect(hideCookies(head)).toBe('HTTP/1.1 200 OK\r\nset-cookie: (redacted)\r\nETag: "v1"\r\nSet-Cookie: (redacted)\r\nX-Set-Cookie: shown')
})

it.each([0, 1, 2])('a value is hidden in the base64 of a longer text, where %i bytes are before it', (bytes) => {
  const echo = Buffer.from(`${'.'.repeat(bytes)}swordfish-77.`).toString('base64')
  const shown = createRedaction([['X-Key', 'swordfish-77']])(echo)
  expect(shown).toContain('(redacted)')
  expect(shown.replace('(redacted)', '').length).toBeLessThanOrEqual(8)
})
