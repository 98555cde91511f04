import { formatFigure } from '../units.ts'

/** Three significant digits of anything from 0 up: `0.123`, `12.3`, `70000`, `8.64e+12`. */
export function formatAmount(value: number): string {
  if (value >= 1e9) return value.toExponential(2)
  return value >= 1000 ? String(Number(value.toPrecision(3))) : formatFigure(value)
}
