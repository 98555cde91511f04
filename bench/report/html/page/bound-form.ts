/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Traffic } from '../../../model/traffic.ts'
import { sliderText } from './advisor-form.ts'
import type { AdvisorInput, SliderInput } from './advisor-inputs.ts'
import { advisorInputs, fieldValue, withFieldValue } from './advisor-inputs.ts'
import type { LinkProblem } from './scenario-hash.ts'
import { nearestStop } from './slider-stops.ts'

/** The page's state, as the form sees it. */
export interface FormOwner {
  current(): Traffic
  /** Called with each valid change. What cannot be read changes nothing and is explained beside its field. */
  change(traffic: Traffic): void
  reset(): void
}

export interface BoundForm {
  /** Shows a traffic, and beside its fields what a link said of them that could not be read. */
  fill(traffic: Traffic, problems: readonly LinkProblem[]): void
}

/** Binds the inputs that `advisorForm` wrote. */
export function bindForm(form: HTMLElement, owner: FormOwner): BoundForm {
  const inputs = new Map(advisorInputs.map((input) => [input.field.flag, input]))
  form.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return
    const input = inputs.get(target.dataset['flag'] ?? '')
    if (input !== undefined) readChange(input, target, owner)
  })
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('reset', (event) => {
    event.preventDefault()
    owner.reset()
  })
  return {
    fill: (traffic, problems) =>
      advisorInputs.forEach((input) => fillInput(form, input, traffic, problems.find(({ flag }) => flag === input.field.flag)?.message)),
  }
}

function readChange(input: AdvisorInput, target: HTMLInputElement, owner: FormOwner): void {
  const { problem } = partsOf(input)
  if (input.kind === 'choice') {
    showProblem(undefined, problem, '')
    owner.change({ ...owner.current(), ...input.field.parse(target.value) })
    return
  }
  const { number, range } = slidersOf(input)
  const typed = target === range ? input.stops[Number(range.value)]! : number.valueAsNumber
  try {
    const traffic = withFieldValue(input, owner.current(), typed)
    if (target === range) number.value = String(fieldValue(input, traffic))
    else range.value = String(nearestStop(input.stops, typed))
    range.setAttribute('aria-valuetext', sliderText(input, typed))
    showProblem(number, problem, '')
    owner.change(traffic)
  } catch (error) {
    showProblem(number, problem, `${(error as Error).message}. Still shown: the answer for ${sliderText(input, fieldValue(input, owner.current()))}.`)
  }
}

function fillInput(form: HTMLElement, input: AdvisorInput, traffic: Traffic, problem = ''): void {
  const said = problem === '' ? '' : `The link says: ${problem}. Shown instead: ${shownText(input, traffic)}.`
  const { problem: place } = partsOf(input)
  if (input.kind === 'choice') {
    const set = input.field.format(traffic)
    form.querySelectorAll<HTMLInputElement>(`input[type=radio][data-flag=${input.field.flag}]`).forEach((radio) => (radio.checked = radio.value === set))
    showProblem(undefined, place, said)
    return
  }
  const { number, range } = slidersOf(input)
  const value = fieldValue(input, traffic)
  number.value = String(value)
  range.value = String(nearestStop(input.stops, value))
  range.setAttribute('aria-valuetext', sliderText(input, value))
  showProblem(undefined, place, said)
  number.removeAttribute('aria-invalid')
}

/** What the field then stands at. */
function shownText(input: AdvisorInput, traffic: Traffic): string {
  return input.kind === 'slider' ? sliderText(input, fieldValue(input, traffic)) : input.field.format(traffic)
}

function partsOf({ field }: AdvisorInput) {
  return { problem: document.getElementById(`advisor-${field.flag}-problem`) as HTMLElement }
}

function slidersOf({ field }: SliderInput) {
  const id = `advisor-${field.flag}`
  return { number: document.getElementById(id) as HTMLInputElement, range: document.getElementById(`${id}-slider`) as HTMLInputElement }
}

function showProblem(number: HTMLInputElement | undefined, problem: HTMLElement, text: string): void {
  if (text === '') number?.removeAttribute('aria-invalid')
  else number?.setAttribute('aria-invalid', 'true')
  if (problem.textContent !== text) problem.textContent = text
}
