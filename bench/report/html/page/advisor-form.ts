import type { Traffic } from '../../../model/traffic.ts'
import type { Html } from '../html.ts'
import { html, trusted } from '../html.ts'
import type { AdvisorInput, ChoiceInput, SliderInput } from './advisor-inputs.ts'
import { fieldValue, inputGroups } from './advisor-inputs.ts'
import { nearestStop } from './slider-stops.ts'

/** The inputs, set to a traffic. They do nothing until the page's script has bound them. */
export function advisorForm(traffic: Traffic): Html {
  return html`<form id="advisor-form" autocomplete="off" novalidate>
${inputGroups.map(({ title, inputs }) => html`<fieldset class="advisor-group"><legend>${title}</legend>
${inputs.map((input) => inputHtml(input, traffic))}</fieldset>
`)}<p><button type="reset">Back to the usual traffic</button></p>
</form>`
}

/** What a screen reader says of a slider instead of its position. */
export function sliderText({ unit }: SliderInput, value: number): string {
  return `${value} ${unit}`
}

function inputHtml(input: AdvisorInput, traffic: Traffic): Html {
  return input.kind === 'slider' ? sliderHtml(input, traffic) : choiceHtml(input, traffic)
}

function sliderHtml(input: SliderInput, traffic: Traffic): Html {
  const { field: { flag }, label, unit, stops } = input
  const id = `advisor-${flag}`
  const value = fieldValue(input, traffic)
  return html`<div class="advisor-input">
<label for="${id}">${label} <span class="advisor-unit">${unit}</span></label>
<input type="number" id="${id}" data-flag="${flag}" inputmode="decimal" min="0" step="any" value="${value}" aria-describedby="${id}-problem">
<input type="range" id="${id}-slider" data-flag="${flag}" min="0" max="${stops.length - 1}" step="1" value="${nearestStop(stops, value)}" aria-label="${label}, slider" aria-valuetext="${sliderText(input, value)}">
<p id="${id}-problem" class="advisor-problem" role="alert"></p>
</div>
`
}

function choiceHtml({ field, label, choices }: ChoiceInput, traffic: Traffic): Html {
  const set = field.format(traffic)
  return html`<fieldset class="advisor-choice"><legend>${label}</legend>
${choices.map((choice) => html`<label><input type="radio" name="advisor-${field.flag}" data-flag="${field.flag}" value="${choice.text}"${trusted(choice.text === set ? ' checked' : '')}> ${choice.label}</label>
`)}<p id="advisor-${field.flag}-problem" class="advisor-problem" role="alert"></p>
</fieldset>
`
}
