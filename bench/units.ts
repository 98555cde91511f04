const durationUnitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000 }

/** `250ms`, `1.5s`, `2min` to milliseconds. Throws an Error that names the text and the accepted forms. */
export function parseDurationMs(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|min)$/.exec(text.trim()) ?? []
  if (amount === undefined || unit === undefined) {
    throw new Error(`"${text}" is no duration: write a number and a unit, such as 250ms, 1.5s or 2min`)
  }
  return Number(amount) * durationUnitsMs[unit]!
}

/** `850 ms`, `12 s`, `3 min 20 s`: for people. */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** In digits, up to 12 of them, never with an exponent: as it can be typed. */
export function formatPlain(value: number): string {
  return value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 12 })
}

/** Three significant digits: `0.123`, `12.3`, `1230`. */
export function formatFigure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
