import { parseSize, formatSize } from '../../servers/resource/size.ts'
import { countForm, durationForm, numberForm, rateForm, wordForm } from '../plan/scenario-values.ts'
import type { SettingForm } from '../plan/scenario-values.ts'
import type { Traffic } from './traffic.ts'

/** One figure of a traffic: how the command line and a link to the page write it. */
export interface TrafficField {
  readonly key: keyof Traffic
  /** As typed, without its dashes; the key in a link. */
  readonly flag: string
  /** As help shows it: `<size>`. */
  readonly argument: string
  readonly description: string
  /** The part of a traffic that the text states. Throws an Error of one sentence. */
  parse(text: string): Partial<Traffic>
  /** What `parse` takes. */
  format(traffic: Traffic): string
}

const sizeForm: SettingForm = { argument: '<size>', parse: parseSize, format: (value) => formatSize(Number(value)) }
const moneyForm: SettingForm = { ...numberForm(0, 1000), argument: '<money>' }

/** In seconds, what `durationForm` has in milliseconds. */
function secondsForm(options: { readonly zeroAllowed: boolean }): SettingForm {
  const form = durationForm(options)
  return { ...form, parse: (text) => Number(form.parse(text)) / 1000, format: (seconds) => form.format(Number((Number(seconds) * 1000).toPrecision(12))) }
}

/** Adds to each refusal what would be taken. */
function taking(form: SettingForm, taken: string): SettingForm {
  return {
    ...form,
    parse(text) {
      try {
        return form.parse(text)
      } catch (error) {
        throw new Error(`${(error as Error).message} (${taken})`, { cause: error })
      }
    },
  }
}

const duration = (least: string, options: { readonly zeroAllowed: boolean }) => taking(secondsForm(options), `${least} to 60min, as digits and ms, s or min`)
const changeRate = taking(rateForm, '0/h to 1000/s, as digits and /s, /min or /h')

function field(key: keyof Traffic, flag: string, description: string, { argument, parse, format }: SettingForm): TrafficField {
  return {
    key,
    flag,
    argument,
    description,
    parse: (text) => ({ [key]: parse(text) }) as Partial<Traffic>,
    format: (traffic) => format(traffic[key] as number | string),
  }
}

function yesOrNo(key: 'canAddColumn' | 'untrustedContent', flag: string, description: string): TrafficField {
  const words = wordForm('<yes|no>', ['yes', 'no'])
  return {
    ...field(key, flag, description, words),
    parse: (text) => ({ [key]: words.parse(text) === 'yes' }),
    format: (traffic) => (traffic[key] ? 'yes' : 'no'),
  }
}

/** Every figure of a traffic, in the order in which people state them. */
export const trafficFields: readonly TrafficField[] = [
  field('sizeBytes', 'size', 'of one document, as JSON', sizeForm),
  field('clients', 'clients', 'that poll', countForm(10_000_000)),
  field('everySeconds', 'every', 'between two polls of a client', duration('above 0 up', { zeroAllowed: false })),
  field('changesPerMinute', 'changes', 'of one polled document, by all its editors together', changeRate),
  field('documents', 'documents', 'that there are', countForm(10_000_000)),
  field('editors', 'editors', 'who write at the same time', countForm(10_000)),
  field('thinkSeconds', 'think', 'between reading a document and saving it', duration('0s', { zeroAllowed: true })),
  field('nodes', 'nodes', 'that serve the API', countForm(10_000)),
  field('encoding', 'encoding', 'of contents: identity or gzip', wordForm('<coding>', ['identity', 'gzip'])),
  yesOrNo('canAddColumn', 'can-add-column', 'whether the table may get a column for a version or a digest'),
  yesOrNo('untrustedContent', 'untrusted', 'whether an attacker can choose contents'),
  field('pricePerCoreHour', 'price-core-hour', 'of one core for an hour, in any currency', moneyForm),
  field('pricePerGb', 'price-gb', 'of 10^9 bytes, requests and answers alike', moneyForm),
]

const usualSizeBytes = 10_000

/** What is assumed where nothing is stated; the size is the measured one nearest to 10 kB. */
export function usualTraffic(measuredSizesBytes: readonly number[]): Traffic {
  const distance = (sizeBytes: number) => Math.abs(Math.log(sizeBytes / usualSizeBytes))
  return {
    sizeBytes: measuredSizesBytes.toSorted((one, other) => distance(one) - distance(other))[0] ?? usualSizeBytes,
    clients: 2000,
    everySeconds: 5,
    changesPerMinute: 3,
    documents: 1,
    editors: 4,
    thinkSeconds: 2,
    nodes: 1,
    encoding: 'identity',
    canAddColumn: true,
    untrustedContent: false,
    pricePerCoreHour: 0.04,
    pricePerGb: 0.09,
  }
}
