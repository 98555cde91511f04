import * as Plot from '@observablehq/plot'
import type { CheapestMapChart, MapCell } from '../../view/cheapest-map.ts'
import { listNames } from '../../view/name-list.ts'
import type { Drawing, Frame } from './drawing.ts'
import { draw } from './drawing.ts'
import type { PanelId } from './panel-id.ts'
import { colourOf, symbolOf } from './series-style.ts'

/** Cells coloured by the cheapest strategy; one that several share is grey and holds their number. */
export function drawCheapestMap({ cells }: CheapestMapChart, frame: Frame, idOf: PanelId): readonly Drawing[] {
  const { narrow } = frame
  const rows = [...new Set(cells.map(({ size }) => size))]
  const columns = [...new Set(cells.map(({ changed }) => changed))]
  const measured = new Set(cells.filter((cell) => cell.measured).map(({ size }) => size))
  const alone = cells.filter(({ cheapest }) => cheapest.length === 1)
  const rowPx = narrow ? 26 : 30
  const title = 'Cheapest strategy that loses nothing'
  return [
    draw({ id: idOf(0), title, description: describe(cells) }, frame, {
      height: 24 + rows.length * rowPx + 46,
      marginTop: 24,
      marginBottom: 46,
      marginLeft: 58,
      marginRight: 8,
      x: { type: 'band', domain: columns, tickFormat: (text: string) => text.replace(narrow ? ' %' : '', ''), label: `${narrow ? '% of ' : ''}polls that find a change`, labelArrow: 'none', labelAnchor: 'right', tickSize: 0, padding: 0.04 },
      // Large contents on top, as on any other scale.
      y: { type: 'band', domain: rows.toReversed(), tickFormat: (size: string) => (measured.has(size) ? size : ''), label: 'size of the content', labelAnchor: 'top', labelArrow: 'none', tickSize: 0, padding: 0.06 },
      marks: [
        Plot.cell(cells, { x: 'changed', y: 'size', fill: ({ cheapest }: MapCell) => (cheapest.length === 1 ? colourOf(cheapest[0]!) : 'var(--tie)'), title: hint }),
        ...alone.map((cell) => Plot.dot([cell], { x: 'changed', y: 'size', r: narrow ? 3.5 : 4.5, symbol: symbolOf(cell.cheapest[0]!), fill: 'var(--on-bar)' })),
        Plot.text(cells.filter(({ cheapest }) => cheapest.length > 1), { x: 'changed', y: 'size', text: ({ cheapest }: MapCell) => String(cheapest.length), fill: 'var(--on-tie)', fontWeight: 600 }),
        Plot.dot(cells.filter(({ controlCheaper }) => controlCheaper), { x: 'changed', y: 'size', r: narrow ? 8.5 : 10.5, stroke: 'var(--ring)', strokeWidth: 2 }),
      ],
    }),
  ]
}

function hint({ size, changed, measured, cheapest, controlCheaper }: MapCell): string {
  const names = listNames(cheapest.map(({ name }) => name), 'or')
  const control = controlCheaper ? '; without a tag it would be cheaper' : ''
  return `${size}${measured ? '' : ' (interpolated)'}, ${changed} changed: ${cheapest.length > 1 ? `cannot tell apart ${names}` : names}${control}`
}

/** Of each measured size, neighbouring shares with the same answer together. */
function describe(cells: readonly MapCell[]): string {
  const rows = Map.groupBy(cells.filter(({ measured }) => measured), ({ size }) => size)
  return `${[...rows].map(([size, own]) => `${size}: ${stretches(own).join(', ')}`).join('; ')}.`
}

function stretches(row: readonly MapCell[]): readonly string[] {
  const answer = ({ cheapest }: MapCell) => `${cheapest.length > 1 ? 'cannot tell apart ' : ''}${listNames(cheapest.map(({ name }) => name).toSorted(), 'or')}`
  const starts = row.filter((cell, index) => index === 0 || answer(cell) !== answer(row[index - 1]!))
  return starts.map((cell) => `${answer(cell)} from ${cell.changed} changed`)
}
