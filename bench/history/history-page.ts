import { readFileSync } from 'node:fs'
import { renderDocument } from '../report/html/document-html.ts'
import type { Html } from '../report/html/html.ts'
import { html } from '../report/html/html.ts'
import type { PageWidth } from '../report/html/panels-html.ts'
import { frameOf, renderPanels } from '../report/html/panels-html.ts'
import { renderFoldedTable } from '../report/html/table-html.ts'
import { drawHistory } from './draw-history.ts'
import type { HistoryEntry } from './history-entry.ts'
import type { HistoryView } from './history-view.ts'
import { historyView } from './history-view.ts'

const styles = readFileSync(new URL('../report/html/report.css', import.meta.url), 'utf8')

/** The history as one HTML document that needs no other: the same bytes for the same lines. At least one. */
export function renderHistory(entries: readonly HistoryEntry[]): string {
  const view = historyView(entries)
  const body = html`<main id="main">
<header>
<p class="eyebrow">${view.title}</p>
<h1>${view.answer}</h1>
<p class="because">${view.because}</p>
</header>
<section class="figure" aria-labelledby="history-title"><h2 id="history-title">Change against the reference, commit by commit</h2>
<figure>
${renderDrawings(view, 'wide')}
${renderDrawings(view, 'narrow')}
<figcaption>Each mark is a suite, oldest on the left: server CPU per request of that commit against the reference, with its 95 % interval over launches. Circles: no change of the margin or more; triangles: regressed; squares: improved; crosses: cannot be told. One interval in twenty misses what it estimates; a step that stays is a change.</figcaption>
</figure>
${renderFoldedTable(view.table)}
</section>
<section aria-labelledby="provenance-title"><h2 id="provenance-title">How it was made</h2>
<dl class="provenance">${view.provenance.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
</section>
</main>`
  return renderDocument({ title: `${view.answer} · ${view.title}`, style: styles, script: '', body })
}

const perRow = 2

function renderDrawings({ panels, commits }: HistoryView, width: PageWidth): Html {
  return renderPanels(drawHistory(panels, commits, frameOf(width, perRow), (index) => `history-${width}-${index + 1}`), width, perRow)
}
