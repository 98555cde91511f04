import { expect, it } from 'vitest'
import { prose } from './prose.ts'

it('what stands between backticks is code, and all of it is text', () => {
  expect(prose('from 9 % on: `npm run micro -- --out <b>` measures & joins').markup).toBe(
    'from 9\u00a0% on: <code>npm run micro -- --out &lt;b&gt;</code> measures &amp; joins',
  )
  expect(prose('a lonely ` stays').markup).toBe('a lonely ` stays')
})
