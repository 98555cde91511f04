import { readFileSync } from 'node:fs'
import { contentSecurityPolicy } from '../report/html/content-security-policy.ts'
import type { Html } from '../report/html/html.ts'
import { html, trusted } from '../report/html/html.ts'
import { renderFoldedTable } from '../report/html/table-html.ts'
import { drawHistory } from './draw-history.ts'
import type { HistoryEntry } from './history-entry.ts'
import type { HistoryView } from './history-view.ts'
import { historyView } from './history-view.ts'

const styles = readFileSync(new URL('../report/html/report.css', import.meta.url), 'utf8')

const frames = { wide: { narrow: false, widthPx: 548 }, narrow: { narrow: true, widthPx: 350 } } as const

/** The history as one HTML document that needs no other: the same bytes for the same lines. At least one. */
export function renderHistory(entries: readonly HistoryEntry[]): string {
  const view = historyView(entries)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy({ scripts: [], styles: [styles] })}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${view.answer} · ${view.title}</title>
<style>${trusted(styles)}</style>
</head>
<body>
<main id="main">
<header>
<p class="eyebrow">${view.title}</p>
<h1>${view.answer}</h1>
<p class="because">${view.because}</p>
</header>
<section class="figure" aria-labelledby="history-title"><h2 id="history-title">Change against the reference, commit by commit</h2>
<figure>
${renderPanels(view, 'wide')}
${renderPanels(view, 'narrow')}
<figcaption>Each mark is a suite, oldest on the left: server CPU per request of that commit against the reference, with its 95 % interval over launches. Circles: no change of the margin or more; triangles: regressed; squares: improved; crosses: cannot be told. One interval in twenty misses what it estimates; a step that stays is a change.</figcaption>
</figure>
${renderFoldedTable(view.table)}
</section>
<section aria-labelledby="provenance-title"><h2 id="provenance-title">How it was made</h2>
<dl class="provenance">${view.provenance.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
</section>
</main>
</body>
</html>
`.markup
}

function renderPanels({ panels, commits }: HistoryView, width: 'wide' | 'narrow'): Html {
  const drawings = drawHistory(panels, commits, frames[width], (index) => `history-${width}-${index + 1}`)
  return html`<div class="panels ${width} panels-2">${drawings.map(({ title, svg }) => html`<div class="panel"><p class="panel-title" aria-hidden="true">${title}</p>${trusted(svg)}</div>
`)}</div>`
}
