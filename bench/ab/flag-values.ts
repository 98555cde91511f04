import { parseDurationMs } from '../units.ts'

/** `1%` or `0.01`, between 0 and 1. Throws an Error that names the flag and says what to give. */
export function readFraction(flag: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const [, digits, percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text) ?? []
  const value = digits === undefined ? Number.NaN : Number(digits) / (percent === '%' ? 100 : 1)
  if (value > 0 && value < 1) return value
  throw new Error(`${flag} ${text}: give a share such as 1% or 0.01`)
}

/** A whole number. Throws as above. */
export function readInteger(flag: string, text: string | undefined, otherwise: number, least: number, most: number): number {
  if (text === undefined) return otherwise
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new Error(`${flag} ${text}: give a whole number from ${least} to ${most}`)
}

/** Milliseconds. Throws as above. */
export function readDuration(flag: string, text: string | undefined, otherwiseMs: number): number {
  if (text === undefined) return otherwiseMs
  let ms = 0
  try {
    ms = parseDurationMs(text)
  } catch (error) {
    throw new Error(`${flag}: ${(error as Error).message}`, { cause: error })
  }
  if (ms > 0) return ms
  throw new Error(`${flag} ${text}: give a duration above zero, such as 100ms`)
}
