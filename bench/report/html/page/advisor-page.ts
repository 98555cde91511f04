/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { advise } from '../../../model/advise.ts'
import type { CostBasis } from '../../../model/cost-basis.ts'
import { usualTraffic } from '../../../model/traffic-fields.ts'
import type { Traffic } from '../../../model/traffic.ts'
import { adviceDetails, adviceHeadline } from './advisor-answer.ts'
import { bindForm } from './bound-form.ts'
import type { LinkedTraffic } from './scenario-hash.ts'
import { formatAdviseCommand, formatHash, isScenarioHash, parseHash } from './scenario-hash.ts'

/** Browsers limit how often a page may rewrite its address; dragging a slider would exceed that. */
const hashDelayMs = 250

const data = document.getElementById('cost-basis')
// A run without unit costs has no advisor.
if (data !== null) start(JSON.parse(data.textContent) as CostBasis)

function start(basis: CostBasis): void {
  const usual = usualTraffic(basis.sizesBytes)
  let traffic = usual
  let answerTimer = 0
  let answerMs = 0
  let hashTimer = 0

  const form = bindForm(elementOf('advisor-form'), {
    current: () => traffic,
    change(changed) {
      traffic = changed
      showSoon()
      clearTimeout(hashTimer)
      hashTimer = window.setTimeout(() => history.replaceState(null, '', formatHash(traffic)), hashDelayMs)
    },
    reset() {
      history.replaceState(null, '', location.href.split('#')[0])
      restore({ traffic: usual, problems: [] })
    },
  })
  window.addEventListener('hashchange', () => {
    if (isScenarioHash(location.hash)) follow(location.hash)
    // A link to a place on this page has scrolled there by now; the address goes on carrying the traffic.
    else if (traffic !== usual) history.replaceState(null, '', formatHash(traffic))
  })
  // Otherwise the page already shows the usual traffic and its answer.
  if (isScenarioHash(location.hash)) follow(location.hash)

  /** A link that could not be read in full would pass its errors on: the address then says what is shown. */
  function follow(hash: string): void {
    const linked = parseHash(hash, usual)
    if (linked.problems.length > 0) history.replaceState(null, '', formatHash(linked.traffic))
    restore(linked)
  }

  function restore(next: LinkedTraffic): void {
    clearTimeout(hashTimer)
    traffic = next.traffic
    form.fill(traffic, next.problems)
    showSoon()
  }

  /** After as long a pause as the last answer took, so that a slider moves freely however much the run has measured. */
  function showSoon(): void {
    const headline = elementOf('advisor-headline')
    headline.setAttribute('aria-busy', 'true')
    clearTimeout(answerTimer)
    answerTimer = window.setTimeout(() => {
      const startedMs = performance.now()
      showAnswer(basis, traffic)
      headline.removeAttribute('aria-busy')
      answerMs = performance.now() - startedMs
    }, answerMs)
  }
}

function showAnswer(basis: CostBasis, traffic: Traffic): void {
  const advice = advise(basis, traffic)
  replaceContent(elementOf('advisor-headline'), adviceHeadline(advice).markup)
  replaceContent(elementOf('advisor-details'), adviceDetails(advice).markup)
  elementOf('advisor-link').setAttribute('href', formatHash(traffic))
  elementOf('advisor-command').textContent = formatAdviseCommand(traffic)
}

/** Only where something changed: a screen reader would announce the same recommendation again. */
function replaceContent(element: HTMLElement, html: string): void {
  if (element.dataset['shown'] === html) return
  element.dataset['shown'] = html
  element.innerHTML = html
}

function elementOf(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`the page has no element "${id}"`)
  return element
}
