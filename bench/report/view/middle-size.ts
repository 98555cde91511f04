import type { RunFile } from '../../archive/run-file.ts'
import { middleSizeBytes } from '../../plan/settings.ts'

/** The size that figures are quoted at where a page has room for one: 10 kB where it was measured, else the middle one. */
export function middleSizeOf({ settings: { sizesBytes } }: Pick<RunFile, 'settings'>): number {
  const sorted = sizesBytes.toSorted((a, b) => a - b)
  return sorted.includes(middleSizeBytes) ? middleSizeBytes : (sorted[Math.floor((sorted.length - 1) / 2)] ?? middleSizeBytes)
}
