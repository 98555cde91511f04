import { expect, it } from 'vitest'
import { html, trusted } from './html.ts'

it('values are escaped, markup made by a template is not escaped again', () => {
  const cell = html`<td title="${'"'}">${'<b>'}</td>`
  expect(html`<tr>${[cell, cell]}</tr>`.markup).toBe('<tr><td title="&quot;">&lt;b&gt;</td><td title="&quot;">&lt;b&gt;</td></tr>')
})

it('numbers are written, null is nothing, lists may be nested', () => {
  expect(html`${0} ${null}${[['a'], [null, 'b']]}`.markup).toBe('0 ab')
})

it('what the program made itself goes in as it is', () => {
  expect(html`<style>${trusted('a > b {}')}</style>`.markup).toBe('<style>a > b {}</style>')
})
