/** `1%` or `0.01`, between 0 and 1. Throws an Error that names the flag and says what to give. */
export function readFraction(flag: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const [, digits, percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text) ?? []
  const value = digits === undefined ? Number.NaN : Number(digits) / (percent === '%' ? 100 : 1)
  if (value > 0 && value < 1) return value
  throw new Error(`${flag} ${text}: give a share such as 1% or 0.01`)
}
