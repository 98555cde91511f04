import { formatPlain, parseDurationMs } from '../units.ts'

/** How a setting of a scenario is written on the command line. Parsing throws an Error of one sentence. */
export interface SettingForm {
  /** As help shows it: `<duration>`. */
  readonly argument: string
  parse(text: string): number | string
  /** What `parse` takes, for `list` and table rows. */
  format(value: number | string): string
}

/** A whole number from 1 on. */
export function countForm(most: number): SettingForm {
  return {
    argument: '<n>',
    parse(text) {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
      if (value >= 1 && value <= most) return value
      throw new Error(`"${text}" is not a whole number from 1 to ${most}`)
    },
    format: String,
  }
}

/** Milliseconds; the unit must be written. */
export function durationForm({ zeroAllowed }: { readonly zeroAllowed: boolean }): SettingForm {
  return {
    argument: '<duration>',
    parse(text) {
      const ms = parseDurationMs(text)
      if (ms > longestMs) throw new Error(`"${text}" is more than an hour`)
      if (ms === 0 && !zeroAllowed) throw new Error(`"${text}" is no time at all: give one above zero, such as 100ms`)
      return ms
    },
    format: formatMs,
  }
}

const longestMs = 3_600_000

function formatMs(value: number | string): string {
  const ms = Number(value)
  return ms >= 1000 && ms % 100 === 0 ? `${ms / 1000}s` : `${formatPlain(ms)}ms`
}

/** A fraction from 0 to 1, written in per cent. */
export const percentForm: SettingForm = {
  argument: '<percent>',
  parse(text) {
    const percent = Number(/^(\d+(?:\.\d+)?)%$/.exec(text)?.[1] ?? Number.NaN)
    if (percent >= 0 && percent <= 100) return Number((percent / 100).toPrecision(12))
    throw new Error(`"${text}" is no share: write 0% to 100%, such as 10%`)
  },
  format: (value) => `${Number((Number(value) * 100).toPrecision(12))}%`,
}

const perMinute: Readonly<Record<string, number>> = { s: 60, min: 1, h: 1 / 60 }

/** Per minute; the unit of time must be written. */
export const rateForm: SettingForm = {
  argument: '<rate>',
  parse(text) {
    const [, amount, unit] = /^(\d+(?:\.\d+)?)\/(s|min|h)$/.exec(text) ?? []
    if (amount === undefined || unit === undefined) {
      throw new Error(`"${text}" is no rate: write a number and per what, such as 2/s, 3/min or 10/h`)
    }
    const value = Number(amount) * perMinute[unit]!
    if (value <= mostPerMinute) return value
    throw new Error(`"${text}" is out of range: give at most ${mostPerMinute / 60}/s`)
  },
  format: (value) => `${formatPlain(Number(Number(value).toPrecision(6)))}/min`,
}

const mostPerMinute = 60_000

/** One of a few words. */
export function wordForm(argument: string, words: readonly string[]): SettingForm {
  return {
    argument,
    parse(text) {
      if (words.includes(text)) return text
      throw new Error(`"${text}" is unknown: give ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`)
    },
    format: String,
  }
}

/** A plain number within bounds, such as an exponent. */
export function numberForm(least: number, most: number): SettingForm {
  return {
    argument: '<number>',
    parse(text) {
      const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
      if (value >= least && value <= most) return value
      throw new Error(`"${text}" is not a number from ${least} to ${most}`)
    },
    format: (value) => formatPlain(Number(value)),
  }
}
