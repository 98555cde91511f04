import { advise } from '../../../model/advise.ts'
import type { CostBasis } from '../../../model/cost-basis.ts'
import type { CheckedFigure } from '../../../model/model-check.ts'
import { usualTraffic } from '../../../model/traffic-fields.ts'
import type { Html } from '../html.ts'
import { html, trusted } from '../html.ts'
import { adviceDetails, adviceHeadline } from './advisor-answer.ts'
import { advisorForm } from './advisor-form.ts'
import { formatAdviseCommand, formatHash } from './scenario-hash.ts'

/**
 * The advisor as it stands before any script runs: the form, the answer for the usual traffic, and the cost basis that the
 * script reads. Null: the run measured no unit costs, and the section says so.
 */
export function advisorSection(basis: CostBasis | null): string {
  return html`<section id="advisor" aria-labelledby="advisor-title">
<h2 id="advisor-title">Which one for your traffic?</h2>
${basis === null ? html`<p>This run measured no CPU per request, so it cannot say what a strategy would cost you. <code>npm run bench</code> makes one that can.</p>` : advisor(basis)}
</section>`.markup
}

function advisor(basis: CostBasis): Html {
  const traffic = usualTraffic(basis.sizesBytes)
  const advice = advise(basis, traffic)
  return html`<p>Say what your API does: the answer follows at once. It is computed on this page, from what this run measured on ${basis.cpuModel}; nothing leaves your browser.</p>
<noscript><p><strong>Scripts are off: the inputs do nothing, and the answer is for the values that they show.</strong></p></noscript>
<div class="advisor">
<div id="advisor-headline" role="status">${adviceHeadline(advice)}</div>
${advisorForm(traffic)}
<p class="advisor-share"><a id="advisor-link" href="${formatHash(traffic)}">Link to this scenario</a>. The same on the command line, in the folder of the run file:</p>
<pre class="advisor-command"><code id="advisor-command">${formatAdviseCommand(traffic)}</code></pre>
<div id="advisor-details">${adviceDetails(advice)}</div>
${modelCheck(basis)}
</div>
<script type="application/json" id="cost-basis">${dataBlock(basis)}</script>`
}

/** No markup can start inside a script element without `<`. */
function dataBlock(basis: CostBasis): Html {
  return trusted(JSON.stringify(basis).replaceAll('<', '\\u003c'))
}

/** The errors themselves are a figure of the page, with the id `model-check`. */
function modelCheck({ check }: CostBasis): Html {
  const known = (check?.summaries ?? []).flatMap(({ figure, medianError }) => (medianError === null ? [] : [`${(medianError * 100).toFixed(1)} % for ${figureNames[figure]}`]))
  if (known.length === 0) return html`<p>This run did not hold the advisor’s model against anything that it was not fitted on.</p>`
  return html`<p>Held against load that it was not fitted on, the model behind these figures was off by (median) ${known.join(', ')}: <a href="#model-check">each case, the worst too</a>.</p>`
}

const figureNames: Readonly<Record<CheckedFigure, string>> = {
  cpu: 'CPU per request',
  bytes: 'bytes per request',
  aborts: 'refused edits',
  lost: 'lost edits',
}
