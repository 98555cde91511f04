import * as Plot from '@observablehq/plot'
import { plotDocument } from './plot-document.ts'
import type { SeriesSymbol } from './series-style.ts'

const radiusPx = 4.5

/** The outline of a symbol around the origin, as it is drawn in the charts. */
export function symbolPath(symbol: SeriesSymbol): string {
  if (symbol === 'circle') return `M${radiusPx},0A${radiusPx},${radiusPx},0,1,1,-${radiusPx},0A${radiusPx},${radiusPx},0,1,1,${radiusPx},0Z`
  const plot = Plot.plot({ document: plotDocument, axis: null, marks: [Plot.dot([0], { x: 0, y: 0, r: radiusPx, symbol })] })
  return plot.querySelector('path')?.getAttribute('d') ?? ''
}
