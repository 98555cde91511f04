import { JSDOM } from 'jsdom'
import { expect, it } from 'vitest'
import type { LineChart } from './log-lines.ts'
import { drawLogLines } from './log-lines.ts'

const series = (name: string, place: number) => ({ name, place, role: 'strategy' as const })
const point = (x: number, y: number) => ({ x, y, low: null, high: null, hollow: false, hint: '' })

/** Ends of the lines `a`, `b`, ... */
function chart(title: string, ends: readonly (readonly [x: number, y: number])[]): LineChart {
  const lines = ends.map(([x, y], index) => ({ series: series('abcdef'[index]!, index + 1), marks: true, points: [point(1, y), point(x, y)] }))
  const x = { domain: [1, 1_000_000], ticks: [1, 1000], format: String, label: 'x' } as const
  return { id: title, title, description: 'lines', lines, references: [], scattered: [], x, y: { format: String, label: 'y' } }
}

const draw = (...panels: readonly LineChart[]) => drawLogLines(panels, { narrow: false, widthPx: 500 }).map(({ svg }) => new JSDOM(svg).window.document)
const texts = (drawn: Document, pattern: RegExp) => [...drawn.querySelectorAll('text')].filter(({ textContent }) => pattern.test(textContent))

it('panels have one scale, so that heights compare', () => {
  const [cheap, dear] = draw(chart('cheap', [[1000, 10]]), chart('dear', [[1000, 50_000]]))
  const ticks = (drawn: Document | undefined) => texts(drawn!, /^10{2,}$/).map((label) => `${label.textContent} ${label.parentElement?.getAttribute('transform') ?? ''}${label.getAttribute('transform')}`)
  expect(ticks(cheap).length).toBeGreaterThan(2)
  expect(ticks(dear)).toEqual(ticks(cheap))
})

it('names stand in a column beside the ends of lines that end near each other, and apart from others', () => {
  const [drawn] = draw(chart('ends', [[100, 10], [250, 20], [600, 30], [500_000, 40]]))
  const places = texts(drawn!, /^[a-d]$/).map((label) => label.getAttribute('transform')?.match(/[\d.]+/)?.[0])
  expect(places.map((place) => places.indexOf(place))).toEqual([0, 0, 0, 3])
})

it('names stand as high as their lines end', () => {
  const [drawn] = draw(chart('ends', [[1000, 10], [1000, 100], [1000, 10_000]]))
  const shiftOf = (element: Element | null | undefined) => Number(/,(-?[\d.]+)\)/.exec(element?.getAttribute('transform') ?? '')?.[1] ?? 0)
  const heightOf = (pattern: RegExp) => {
    const [label] = texts(drawn!, pattern)
    return shiftOf(label) + shiftOf(label?.parentElement)
  }
  expect(Math.abs(heightOf(/^b$/) - heightOf(/^100$/))).toBeLessThan(1)
  expect(heightOf(/^c$/)).toBeLessThan(heightOf(/^b$/))
})

it('whole intervals are on the scale', () => {
  const plain = chart('interval', [[1000, 30]])
  const wide = { ...plain, lines: plain.lines.map((line) => ({ ...line, points: line.points.map((each) => ({ ...each, low: 3, high: 3000 })) })) }
  const ticks = (drawn: Document | undefined) => texts(drawn!, /^1?0+$/).map(({ textContent }) => textContent)
  const [narrow, whole] = [...draw(plain), ...draw(wide)]
  expect(ticks(narrow)).not.toContain('100')
  expect(ticks(whole)).toEqual(expect.arrayContaining(['10', '100', '1000']))
})
