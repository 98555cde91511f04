import type { Chart, Figure } from '../view/figure.ts'
import { drawChart } from './charts/draw-chart.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { renderLegend } from './legend.ts'
import type { PageWidth, PanelsPerRow } from './panels-html.ts'
import { frameOf, renderPanels } from './panels-html.ts'
import { prose } from './prose.ts'
import { renderFoldedTable } from './table-html.ts'

/** Panels beside each other on a wide page, as many as can be read. */
const panelsPerRow: Readonly<Record<Chart['kind'], PanelsPerRow>> = {
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
${renderDrawings(id, chart, 'wide')}
${renderDrawings(id, chart, 'narrow')}
<figcaption>${prose(explanation)}</figcaption>
</figure>`
}

function renderDrawings(id: string, chart: Chart, width: PageWidth): Html {
  const perRow = panelCount(chart) === 1 ? 1 : panelsPerRow[chart.kind]
  return renderPanels(drawChart(chart, frameOf(width, perRow), (index) => `${id}-${width}-${index + 1}`), width, perRow)
}

/** One panel has the whole width. */
function panelCount(chart: Chart): number {
  return 'panels' in chart ? chart.panels.length : chart.kind === 'conflicts' ? chart.blocks.length * panelsPerRow.conflicts : 1
}
