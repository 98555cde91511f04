const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** `Sunday, 06-Nov-94 08:49:37 GMT` (RFC 9110 §5.6.7). */
export function formatRfc850Date(seconds: number): string {
  const { date, day, month, year, time } = partsOf(seconds)
  return `${dayNames[date.getUTCDay()]}, ${day}-${month}-${year.slice(-2)} ${time} GMT`
}

/** `Sun Nov  6 08:49:37 1994` (RFC 9110 §5.6.7). */
export function formatAsctimeDate(seconds: number): string {
  const { date, day, month, year, time } = partsOf(seconds)
  return `${dayNames[date.getUTCDay()]?.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`
}

/** Two digits name a year only near the present: what is more than 50 years ahead is taken for the past. */
export function hasRfc850Form(seconds: number, nowMs = Date.now()): boolean {
  return Math.abs(new Date(seconds * 1000).getUTCFullYear() - new Date(nowMs).getUTCFullYear()) < 49
}

/** Taken from `Sun, 06 Nov 1994 08:49:37 GMT`. */
function partsOf(seconds: number) {
  const date = new Date(seconds * 1000)
  const text = date.toUTCString()
  return { date, day: text.slice(5, 7), month: text.slice(8, 11), year: text.slice(12, 16), time: text.slice(17, 25) }
}
