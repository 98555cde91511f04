import type { DecisionTable } from '../view/decision-table.ts'
import type { Fact } from '../view/provenance.ts'
import type { ReportView } from '../view/report-view.ts'
import type { AdvisorPart } from './advisor-part.ts'
import { renderDocument } from './document-html.ts'
import { renderFigure } from './figure-html.ts'
import type { Html } from './html.ts'
import { html, trusted } from './html.ts'
import { prose } from './prose.ts'
import { renderFoldedTable, renderTable } from './table-html.ts'
import { unbroken } from './unbroken.ts'

/** The page of a run, as one HTML document. */
export function renderPage(view: ReportView, advisor: AdvisorPart, styles: string): string {
  const body = html`<a class="skip" href="#main">Skip to the answer</a>
${renderNavigation()}
<main id="main">
${renderHeadline(view)}
${renderDecision(view)}
${trusted(advisor.section)}
${renderCharts(view)}
${renderTrust(view)}
${sectionOf('tables', 'All figures', view.tables.map(renderFoldedTable))}
${renderGuide(view)}
${renderProvenance(view)}
</main>`
  return renderDocument({ title: `${view.headline.answer} · ${view.title}`, style: `${styles}${advisor.styles}`, script: advisor.script, body })
}

const navigation = [
  ['main', 'Answer'],
  ['advisor', 'Your traffic'],
  ['charts', 'Charts'],
  ['trust', 'How far to trust it'],
  ['tables', 'All figures'],
  ['guide', 'How to read it'],
  ['provenance', 'How it was made'],
] as const

function renderNavigation(): Html {
  const links = navigation.map(([id, text]) => html`<li><a href="#${id}">${text}</a></li>`)
  return html`<nav aria-label="On this page"><ul>${links}</ul></nav>`
}

function renderCharts({ figures }: ReportView): Html {
  const links = figures.map(({ id, question }) => html`<li><a href="#${id}">${question}</a></li>`)
  return sectionOf('charts', 'What was measured', [html`<ul class="questions">${links}</ul>`, ...figures.map(renderFigure)])
}

function sectionOf(id: string, title: string, content: readonly (Html | null)[]): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}</section>`
}

function renderHeadline({ title, headline, trust }: ReportView): Html {
  const facts = headline.facts.map(
    ({ figure, label, detail, tone }) => html`<li class="fact fact-${tone}"><span class="fact-figure">${unbroken(figure)}</span> <span class="fact-label">${label}</span> <span class="fact-detail">${unbroken(detail)}</span></li>`,
  )
  return html`<header>
<p class="eyebrow">${title}</p>
<h1>${headline.answer}</h1>
<p class="because">${prose(headline.because)}</p>
${trust.alarms.length === 0 ? null : html`<ul class="alarms">${trust.alarms.map((alarm) => html`<li><strong>${alarm}</strong></li>`)}</ul>`}
${facts.length === 0 ? null : html`<ul class="facts">${facts}</ul>`}
</header>`
}

function renderDecision({ decision }: ReportView): Html {
  return html`<section id="decision" aria-labelledby="decision-title"><h2 id="decision-title">All strategies at a glance</h2>
${renderTable(decision, (row, column) => decisionClass(decision, row, column))}</section>`
}

/** What got lost stands out; where a row lost nothing, that does. */
function decisionClass({ verdicts, losses }: DecisionTable, row: number, column: number | undefined): string {
  if (column === undefined) return `verdict-${verdicts[row] ?? 'unguarded'}`
  const lost = column === 1 ? losses[row]?.edits : column === 2 ? losses[row]?.false304s : undefined
  if (lost === undefined) return ''
  return lost ? 'loss' : lost === false && verdicts[row] === 'keeps' ? 'kept' : ''
}

/** A longer list of what is void stays folded, so that it does not bury what follows. */
const mostOpenRows = 12

function renderTrust({ trust }: ReportView): Html {
  const lists = [
    ['What the run checks of itself', trust.checks],
    ['Warnings', trust.warnings],
  ] as const
  const rendered = lists.flatMap(([title, sentences]) =>
    sentences.length === 0 ? [] : [html`<h3>${title}</h3><ul class="sentences">${sentences.map((sentence) => html`<li>${prose(sentence)}</li>`)}</ul>`],
  )
  const voids = trust.voids.rows.length === 0 ? html`<p>No cell and no script of this run is void.</p>` : trust.voids.rows.length > mostOpenRows ? renderFoldedTable(trust.voids) : renderTable(trust.voids)
  return sectionOf('trust', 'How far to trust it', [...rendered, html`<h3>What does not count</h3>`, voids, renderFoldedTable(trust.voidBursts)])
}

function renderGuide({ guide }: ReportView): Html {
  return sectionOf('guide', 'How to read it', [html`<dl class="guide">${guide.map(({ term, meaning }) => html`<dt>${term}</dt><dd>${meaning}</dd>`)}</dl>`])
}

function renderProvenance({ settings, environment, command, runId }: ReportView): Html {
  const list = (facts: readonly Fact[]) => html`<dl class="provenance">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
  return sectionOf('provenance', 'How it was made', [
    html`<p>This page is a rendering of run <code>${runId}</code>, made by:</p><pre class="scroll" tabindex="0" role="region" aria-label="Command"><code>${command}</code></pre>`,
    html`<h3>Run</h3>`,
    list(settings),
    html`<h3>Machine</h3>`,
    list(environment),
  ])
}
