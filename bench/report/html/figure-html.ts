import type { Chart, Figure } from '../view/figure.ts'
import { drawChart } from './charts/draw-chart.ts'
import type { Drawing, Frame } from './charts/drawing.ts'
import type { Html } from './html.ts'
import { html, trusted } from './html.ts'
import { renderLegend } from './legend.ts'
import { prose } from './prose.ts'
import { renderFoldedTable } from './table-html.ts'

/** Panels beside each other on a wide page, as many as can be read. */
const panelsPerRow: Readonly<Record<Chart['kind'], 1 | 2 | 3>> = {
  'cost-by-size': 2,
  'cost-by-rate': 2,
  'poll-bytes': 2,
  'break-even': 2,
  conflicts: 3,
  'cheapest-map': 1,
  times: 2,
  'cpu-breakdown': 2,
  'model-check': 2,
}

const panelWidthsPx = { 1: 860, 2: 548, 3: 360 } as const
/** What a page of 390 px leaves beside its margins. */
const narrowWidthPx = 350

/** A question, its answer, the chart drawn twice (the stylesheet shows the one that fits), and the figures. */
export function renderFigure(figure: Figure): Html {
  const { id, question, answer, missing, remarks, table } = figure
  return html`<section class="figure" id="${id}" aria-labelledby="${id}-question">
<h3 id="${id}-question">${question}</h3>
${answer === '' ? null : html`<p class="answer">${prose(answer)}</p>`}
${missing === null ? renderChart(figure) : html`<p class="missing">${prose(missing)}</p>`}
${remarks.length === 0 ? null : html`<ul class="remarks">${remarks.map((remark) => html`<li>${prose(remark)}</li>`)}</ul>`}
${table === null ? null : renderFoldedTable(table)}
</section>
`
}

function renderChart({ id, chart, explanation }: Figure): Html {
  if (chart === null) return html`<p class="explanation">${prose(explanation)}</p>`
  return html`<figure>
${renderLegend(chart)}
${renderPanels(id, chart, 'wide')}
${renderPanels(id, chart, 'narrow')}
<figcaption>${prose(explanation)}</figcaption>
</figure>`
}

function renderPanels(id: string, chart: Chart, width: 'wide' | 'narrow'): Html {
  const columns = panelCount(chart) === 1 ? 1 : panelsPerRow[chart.kind]
  const frame: Frame = { narrow: width === 'narrow', widthPx: width === 'narrow' ? narrowWidthPx : panelWidthsPx[columns] }
  const panels = drawChart(chart, frame, (index) => `${id}-${width}-${index + 1}`)
  return html`<div class="panels ${width} panels-${columns}">${panels.map((panel, index) => html`${groupTitle(panel, panels[index - 1])}<div class="panel"><p class="panel-title" aria-hidden="true">${panel.title}</p>${trusted(panel.svg)}</div>
`)}</div>`
}

/** Before the first panel of each group. */
function groupTitle({ group }: Drawing, before: Drawing | undefined): Html | null {
  return group === undefined || group === before?.group ? null : html`<p class="panel-group" aria-hidden="true">${group}</p>`
}

/** One panel has the whole width. */
function panelCount(chart: Chart): number {
  return 'panels' in chart ? chart.panels.length : chart.kind === 'conflicts' ? chart.blocks.length * panelsPerRow.conflicts : 1
}
