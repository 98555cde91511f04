import type { Chart } from '../view/figure.ts'
import type { Series } from '../view/series.ts'
import { colourOf, dashOf, symbolOf } from './charts/series-style.ts'
import { partColours } from './charts/cpu-breakdown.ts'
import { symbolPath } from './charts/symbol-path.ts'
import type { Html } from './html.ts'
import { html, trusted } from './html.ts'

/** Which colour and symbol is which strategy. The drawings name them in words, so no screen reader needs it. */
export function renderLegend(chart: Chart): Html {
  const entries = seriesIn(chart).map((series) => html`<li>${trusted(swatch(series))}${series.name}</li>`)
  return html`<ul class="legend" aria-hidden="true">${[...entries, ...others(chart)]}</ul>`
}

/** Those that the chart shows, each once, in the order of the run. */
function seriesIn(chart: Chart): readonly Series[] {
  const shown = allSeries(chart)
  const byPlace = new Map(shown.map((series) => [series.place, series]))
  return [...byPlace.values()].toSorted((a, b) => a.place - b.place)
}

function allSeries(chart: Chart): readonly Series[] {
  switch (chart.kind) {
    case 'cost-by-size':
    case 'cost-by-rate':
    case 'poll-bytes':
      return chart.panels.flatMap(({ lines }) => lines.map(({ series }) => series))
    case 'break-even':
    case 'times':
      return chart.panels.flatMap(({ rows }) => rows.map(({ series }) => series))
    case 'conflicts':
      return chart.blocks.flatMap(({ points }) => points.map(({ series }) => series))
    case 'cheapest-map':
      return chart.cells.flatMap(({ cheapest }) => (cheapest.length === 1 ? cheapest : []))
    case 'model-check':
      return chart.panels.flatMap(({ points }) => points.map(({ series }) => series))
    case 'cpu-breakdown':
      return []
  }
}

function others(chart: Chart): readonly Html[] {
  const swatchOf = (kind: string) => html`<span class="swatch swatch-${kind}"></span>`
  switch (chart.kind) {
    case 'cost-by-size':
      return chart.panels.some(({ floors }) => floors.length > 0) ? [html`<li>${swatchOf('floor')}floor: bare node:http</li>`] : []
    case 'conflicts':
      return chart.blocks.some(({ points }) => points.some(({ lostMost }) => lostMost > 0)) ? [html`<li>${swatchOf('loss')}lost for good</li>`] : []
    case 'cheapest-map':
      return [
        ...(chart.cells.some(({ cheapest }) => cheapest.length > 1) ? [html`<li>${swatchOf('tie')}cannot tell apart (how many)</li>`] : []),
        ...(chart.cells.some(({ controlCheaper }) => controlCheaper) ? [html`<li>${swatchOf('ring')}no tag would be cheaper, but loses edits</li>`] : []),
      ]
    case 'cpu-breakdown':
      return chart.parts.map((part) => html`<li>${trusted(`<svg width="14" height="14" focusable="false"><path d="M0,0H14V14H0Z" fill="${partColours[part]}"/></svg>`)}${part}</li>`)
    default:
      return []
  }
}

/** A piece of its line with its symbol. */
function swatch(series: Series): string {
  const colour = colourOf(series)
  const dash = dashOf(series)
  return `<svg class="swatch-line" width="28" height="14" viewBox="-14 -7 28 14" focusable="false"><path d="M-14,0H14" stroke="${colour}" stroke-width="2"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}/><path d="${symbolPath(symbolOf(series))}" fill="${colour}" stroke="var(--surface)"/></svg>`
}
