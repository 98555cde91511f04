const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const dayNames = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const longDayNames = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day'
const monthNames = `(?:${months.join('|')})`
const timeOfDay = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)`
const imfFixdate = new RegExp(String.raw`^${dayNames}, \d\d ${monthNames} \d{4} ${timeOfDay} GMT$`)
const rfc850Date = new RegExp(String.raw`^${longDayNames}, \d\d-${monthNames}-\d\d ${timeOfDay} GMT$`)
const asctimeDate = new RegExp(String.raw`^${dayNames} ${monthNames} (?:\d\d| \d) ${timeOfDay} \d{4}$`)

/** The Gregorian calendar repeats after 400 years. */
const cycleSeconds = 146_097 * 86_400

/**
 * Whole seconds since the epoch of an HTTP-date in any of its three forms (RFC 9110 §5.6.7), undefined for all else,
 * impossible dates included. A day name that is not the date's is accepted: the grammar allows it and the date is plain
 * without it. `nowMs` settles the century of a two-digit year.
 */
export function parseHttpDate(text: string, nowMs: number): number | undefined {
  if (imfFixdate.test(text)) {
    return epochSeconds(Number(text.slice(12, 16)), text.slice(8, 11), text.slice(5, 7), text.slice(17, 25))
  }
  if (asctimeDate.test(text)) {
    return epochSeconds(Number(text.slice(20)), text.slice(4, 7), text.slice(8, 10), text.slice(11, 19))
  }
  if (!rfc850Date.test(text)) return undefined
  const date = text.slice(text.indexOf(',') + 2)
  return latestCentury(Number(date.slice(7, 9)), nowMs, (year) =>
    epochSeconds(year, date.slice(3, 6), date.slice(0, 2), date.slice(10, 18)),
  )
}

/** IMF-fixdate, the part of a second cut off. Throws a RangeError outside the years 0 to 9999: the form has no others. */
export function formatHttpDate(ms: number): string {
  const date = new Date(ms)
  const year = date.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) throw new RangeError(`${ms} ms is outside the years 0 to 9999: it has no HTTP-date`)
  return date.toUTCString()
}

/** A source of the value of Date, formatted once per second of the given clock (ms since the epoch). */
export function createDateSource(nowMs: () => number): () => string {
  let formattedSecond = Number.NaN
  let formatted = ''
  return () => {
    const ms = nowMs()
    const second = Math.floor(ms / 1000)
    if (second !== formattedSecond) {
      formatted = formatHttpDate(ms)
      formattedSecond = second
    }
    return formatted
  }
}

/** The latest year that ends in `twoDigits` and puts the date no more than 50 years ahead (RFC 9110 §5.6.7). */
function latestCentury(
  twoDigits: number,
  nowMs: number,
  secondsOf: (year: number) => number | undefined,
): number | undefined {
  const horizon = new Date(nowMs)
  horizon.setUTCFullYear(horizon.getUTCFullYear() + 50)
  const year = Math.floor(horizon.getUTCFullYear() / 100) * 100 + twoDigits
  const seconds = secondsOf(year)
  return seconds !== undefined && seconds * 1000 <= horizon.getTime() ? seconds : secondsOf(year - 100)
}

/** Undefined for a day that the month does not have. */
function epochSeconds(year: number, monthName: string, day: string, time: string): number | undefined {
  const month = months.indexOf(monthName)
  const dayOfMonth = Number(day)
  if (dayOfMonth < 1 || dayOfMonth > daysIn(month, year)) return undefined
  const [hour, minute, second] = [Number(time.slice(0, 2)), Number(time.slice(3, 5)), Number(time.slice(6, 8))]
  if (second === 60 && (hour !== 23 || minute !== 59)) return undefined
  // Date.UTC takes the years 0 to 99 for 1900 to 1999, hence one cycle later and back.
  return Date.UTC(year + 400, month, dayOfMonth, hour, minute, second) / 1000 - cycleSeconds
}

function daysIn(month: number, year: number): number {
  if (month === 1) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31
}
