import { trafficFields } from '../../../model/traffic-fields.ts'
import type { TrafficField } from '../../../model/traffic-fields.ts'
import type { Traffic } from '../../../model/traffic.ts'
import { countStops, linearStops, logStops } from './slider-stops.ts'

/** A number field and the slider beside it. */
export interface SliderInput {
  readonly kind: 'slider'
  readonly field: TrafficField
  readonly label: string
  /** What the number field counts in. */
  readonly unit: string
  /** Of the traffic's own unit, in one of the field's: 1000 bytes in a kB. */
  readonly perUnit: number
  /** In the unit of the field. */
  readonly stops: readonly number[]
}

/** One of a few words, as radio buttons. */
export interface ChoiceInput {
  readonly kind: 'choice'
  readonly field: TrafficField
  readonly label: string
  readonly choices: readonly { readonly text: string; readonly label: string }[]
}

export type AdvisorInput = SliderInput | ChoiceInput

function slider(flag: string, label: string, unit: string, stops: readonly number[], perUnit = 1): SliderInput {
  return { kind: 'slider', field: fieldOf(flag), label, unit, perUnit, stops }
}

function choice(flag: string, label: string, ...choices: ChoiceInput['choices']): ChoiceInput {
  return { kind: 'choice', field: fieldOf(flag), label, choices }
}

function fieldOf(flag: string): TrafficField {
  const field = trafficFields.find((each) => each.flag === flag)
  if (field === undefined) throw new Error(`the advisor's form asks for "${flag}", which is no field of a traffic`)
  return field
}

const yes = { text: 'yes', label: 'yes' }
const no = { text: 'no', label: 'no' }
const secondsBetweenPolls = [0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600]
const secondsOfThought = [0, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600]

/** What the page asks for, in groups with a heading each. */
export const inputGroups: readonly { readonly title: string; readonly inputs: readonly AdvisorInput[] }[] = [
  {
    title: 'Polling',
    inputs: [
      slider('clients', 'Who polls', 'clients', countStops(1_000_000)),
      slider('every', 'Each polls every', 'seconds', secondsBetweenPolls),
      slider('size', 'Size of a document', 'kB', logStops(0.3, 16_000), 1000),
      choice('encoding', 'Contents are sent', { text: 'identity', label: 'as they are' }, { text: 'gzip', label: 'with gzip' }),
    ],
  },
  {
    title: 'Changing',
    inputs: [
      slider('changes', 'Changes of each document', 'per minute', [0, ...logStops(0.01, 6000)]),
      slider('documents', 'What is polled and edited', 'documents', countStops(1_000_000)),
      slider('editors', 'Who edits each document', 'editors', countStops(100)),
      slider('think', 'From reading to saving', 'seconds', secondsOfThought),
    ],
  },
  {
    title: 'Constraints and prices',
    inputs: [
      slider('nodes', 'What serves the API', 'nodes', countStops(100)),
      choice('can-add-column', 'The table can get a column', yes, no),
      choice('untrusted', 'Attackers can choose contents', yes, no),
      slider('price-core-hour', 'A core costs', 'money per hour', linearStops(0.005, 0.25)),
      slider('price-gb', 'Traffic costs', 'money per GB', linearStops(0.01, 0.25)),
    ],
  },
]

export const advisorInputs: readonly AdvisorInput[] = inputGroups.flatMap(({ inputs }) => inputs)

/** What stands in the number field. */
export function fieldValue({ field, perUnit }: SliderInput, traffic: Traffic): number {
  return Number((Number(traffic[field.key]) / perUnit).toPrecision(12))
}

/** The traffic with what was typed into the number field, or chosen on the slider. Throws an Error of one sentence. */
export function withFieldValue({ field, perUnit }: SliderInput, traffic: Traffic, typed: number): Traffic {
  if (Number.isNaN(typed)) throw new Error('give a number')
  // Through the text of the command line, so that page, link and command are checked alike and mean the same traffic.
  const text = field.format({ ...traffic, [field.key]: Number((typed * perUnit).toPrecision(12)) })
  return { ...traffic, ...field.parse(text) }
}
