import * as Plot from '@observablehq/plot'
import { JSDOM } from 'jsdom'
import { expect, it } from 'vitest'
import { draw } from './drawing.ts'

const panel = { id: 'p', title: 'A <title>', description: 'one & two' }
const options = { marks: [Plot.dot([{ x: 1 / 3, hint: '<b>' }], { x: 'x', y: 2 / 3, title: 'hint' })] }
const parse = (markup: string) => new JSDOM(markup).window.document

it('a drawing names and describes itself, as text', () => {
  const svg = parse(draw(panel, { narrow: false, widthPx: 300 }, options).svg).querySelector('svg')
  expect([svg?.getAttribute('role'), svg?.getAttribute('aria-labelledby'), svg?.querySelector('#p-title')?.textContent, svg?.querySelector('#p-desc')?.textContent]).toEqual([
    'img', 'p-title', 'A <title>', 'one & two',
  ])
})

it('holds nothing that a strict policy refuses, and is the same when it is drawn again', () => {
  const frame = { narrow: false, widthPx: 300 }
  const { svg } = draw(panel, frame, options)
  expect(parse(svg).querySelectorAll('style, [style], script, image').length).toBe(0)
  expect(draw(panel, frame, options).svg).toBe(svg)
})

it('nothing within it has a name but itself; a group that it belongs to is part of that name', () => {
  const drawn = draw({ ...panel, group: 'a <group>' }, { narrow: false, widthPx: 300 }, options)
  expect([drawn.title, drawn.group]).toEqual(['A <title>', 'a <group>'])
  expect(parse(drawn.svg).querySelector('#p-title')?.textContent).toBe('A <title>: a <group>')
  expect(parse(drawn.svg).querySelectorAll('[aria-label]').length).toBe(0)
})

it('hints are on wide drawings only, places are rounded', () => {
  const hints = (narrow: boolean) => [...parse(draw(panel, { narrow, widthPx: 300 }, options).svg).querySelectorAll('g title')].map(({ textContent }) => textContent)
  expect(hints(false)).toEqual(['<b>'])
  expect(hints(true)).toEqual([])
  expect(draw(panel, { narrow: false, widthPx: 300 }, options).svg).not.toMatch(/[" (,]\d+\.\d{2,}[" ),]/)
})
