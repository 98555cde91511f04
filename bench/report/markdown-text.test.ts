import { describe, expect, it } from 'vitest'
import { codeText, escapeMarkdown, fenceCode, preformatted } from './markdown-text.ts'

describe('escapeMarkdown', () => {
  it.each(['sha256', 'edit-contended (10 % changed)', 'Cheapest: none, which is 1.5 times "dear"; it\'s so!', 'x.y = 3 - 4 + 5', '×0.13 ±5%', '12.5 [11, 13.9] µs', '7 % [3, 11]', '×1.82 [-2.75, 6.39]', '×1.82 [−2.75, −1.39]', '2026-11-21T05:49:25.454Z'])('leaves %j as it is', (text) => {
    expect(escapeMarkdown(text)).toBe(text)
  })

  it.each([
    ['<script>alert(1)</script>', '&#60;script&#62;alert(1)&#60;/script&#62;'],
    ['<!-- comment', '&#60;!-- comment'],
    ['a&nbsp;b', 'a&#38;nbsp;b'],
    ['a | b', 'a &#124; b'],
    ['a \\| b', 'a &#92;&#124; b'],
    ['**bold** _it_ ~~no~~', '&#42;&#42;bold&#42;&#42; &#95;it&#95; &#126;&#126;no&#126;&#126;'],
    ['`code`', '&#96;code&#96;'],
    ['![x](javascript:alert(1))', '!&#91;x&#93;(javascript&#58;alert(1))'],
    ['[x]: http://evil.example', '&#91;x&#93;: http&#58;//evil.example'],
    ['www.evil.example', 'www&#46;evil.example'],
    ['WWW.evil.example', 'WWW&#46;evil.example'],
    ['ping @everyone', 'ping &#64;&#8203;everyone'],
    ['closes #12', 'closes &#35;&#8203;12'],
    [':tada: :100:', '&#58;tada: &#58;100:'],
    ['$x$', '&#36;x&#36;'],
    ['{{ template }}', '&#123;&#123; template &#125;&#125;'],
  ])('keeps %j from being markup', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped)
  })

  it.each([
    ['# heading', '&#35;&#8203; heading'],
    ['- item', '&#45; item'],
    ['+ item', '&#43; item'],
    ['12. item', '12&#46; item'],
    ['1) item', '1&#41; item'],
    ['1.', '1&#46;'],
    ['[ ] task', '&#91; &#93; task'],
    ['[1]: http://evil.example', '&#91;1&#93;: http&#58;//evil.example'],
    ['[1](x) [1][x]', '&#91;1&#93;(x) &#91;1&#93;&#91;x&#93;'],
    ['===', '&#61;=='],
    ['> quote', '&#62; quote'],
    ['    indented', 'indented'],
    ['a\n\n# b\r\n- c', 'a # b - c'],
    ['a\u0000\u001bb', 'a b'],
    ['a\u2028b\u2029c', 'a b c'],
    ['half \ud83c a character', 'half \ufffd a character'],
  ])('keeps %j on its line and from beginning a block', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped)
  })
})

describe('fenceCode', () => {
  it.each([
    ['npm run bench -- --quick', ['```', 'npm run bench -- --quick', '```']],
    ['a ```\n# b', ['````', 'a ``` # b', '````']],
    ['`````', ['``````', '`````', '``````']],
  ])('keeps %j in its block', (text, lines) => {
    expect(fenceCode(text)).toEqual(lines)
  })
})

describe('codeText', () => {
  it.each([
    ['sha256/10kB/304', '`sha256/10kB/304`'],
    ['a`b', '<code>a&#96;b</code>'],
    ['<b>|', '<code>&#60;b&#62;&#124;</code>'],
    ['', '<code></code>'],
  ])('has %j in the type of code, as it is', (text, code) => {
    expect(codeText(text)).toBe(code)
  })
})

describe('preformatted', () => {
  it('keeps lines, and no text ends its block', () => {
    expect(preformatted('a\r\n  b\n\n</pre># c\u001b[31m')).toBe('<pre>a\n  b\n\n&lt;/pre&gt;# c\ufffd[31m</pre>')
  })
})
