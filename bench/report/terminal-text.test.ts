import { expect, it } from 'vitest'
import { terminalText } from './terminal-text.ts'

it.each([
  ['version, 10kB µs', 'version, 10kB µs'],
  ['red \u001b[31m and a bell\u0007', 'red  [31m and a bell '],
  ['cpu\r\n\nRecommended: none', 'cpu Recommended: none'],
  ['C1 \u009b2J', 'C1  2J'],
  ['turned \u202eround\u202c, \u2066isolated\u2069', 'turned  round ,  isolated '],
])('%j is shown as %j', (text, shown) => {
  expect(terminalText(text)).toBe(shown)
})
