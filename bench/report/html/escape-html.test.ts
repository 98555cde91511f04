import { expect, it } from 'vitest'
import { escapeHtml, printable } from './escape-html.ts'

it('whatever a text says, it stays text: in an element, and in an attribute with either quote', () => {
  expect(escapeHtml(`<img src=x onerror="alert('1')"> & co`)).toBe('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co')
})

it('characters that cannot be seen are seen: controls, overrides of direction, halves of a pair', () => {
  expect(printable('a\u0000b\u001bc\u202ed\u2066e\ud800f')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf')
})

it('other text is left as it is', () => {
  expect(printable('Größe\t10 µs\n注文 🧾')).toBe('Größe\t10 µs\n注文 🧾')
})
