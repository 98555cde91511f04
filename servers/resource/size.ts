/** The largest content that a server accepts or serves. */
export const contentLimitBytes = 16 * 1024 * 1024

/** Of all documents of a server: they are in a file among the temporary ones. */
const totalLimitBytes = 4_000_000_000

/** One sentence where documents of these sizes, in turn, are too many; undefined where they are not. */
export function findTotalFault(documents: number, sizesBytes: readonly number[]): string | undefined {
  const totalBytes = (documents * sizesBytes.reduce((sum, bytes) => sum + bytes, 0)) / sizesBytes.length
  if (totalBytes <= totalLimitBytes) return undefined
  return `--documents ${documents}: they come to ${Math.round(totalBytes / 1e9)} GB, at most ${totalLimitBytes / 1e9} GB are served`
}

/** The smallest order: bookkeeping, a customer and one line item take about this much. */
export const minimumOrderBytes = 300

const unitBytes: Readonly<Record<string, number>> = { B: 1, kB: 1000, MB: 1_000_000, KiB: 1024, MiB: 1024 * 1024 }
const sizePattern = /^(?<count>\d{1,9}(?:\.\d{1,9})?)(?<unit>B|kB|MB|KiB|MiB)$/

/**
 * Bytes of content: `300B`, `1kB` (1000), `1.5MB`, `10KiB` (1024 each). Throws an Error, one sentence to show to the user,
 * for any other text, a fraction of a byte, and sizes outside `leastBytes` (what an order takes) to the limit of contents.
 */
export function parseSize(text: string, leastBytes: number = minimumOrderBytes): number {
  const sizeRange = `${leastBytes}B to ${contentLimitBytes / 1024 / 1024}MiB`
  const { count, unit } = sizePattern.exec(text)?.groups ?? {}
  if (count === undefined || unit === undefined) {
    throw new Error(
      `"${text}" is not a size: give one from ${sizeRange} as a number and its unit (B, kB, MB, KiB, MiB), such as 10kB`,
    )
  }
  const exactBytes = Number(count) * (unitBytes[unit] ?? 1)
  const bytes = Math.round(exactBytes)
  if (Math.abs(exactBytes - bytes) > 1e-3) {
    throw new Error(`size "${text}" is ${exactBytes} bytes: give a whole number of bytes, such as ${bytes}B`)
  }
  if (bytes < leastBytes || bytes > contentLimitBytes) {
    throw new Error(`size "${text}" is ${bytes} bytes: give one from ${sizeRange}, such as 10kB`)
  }
  return bytes
}

/** Exact and short, in the unit that suits: `300B`, `10kB`, `1.5MB`, `10KiB`, `65.132kB`. `parseSize` reads it back. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes}B`
  const decimal = bytes < 1_000_000 ? `${bytes / 1000}kB` : `${bytes / 1_000_000}MB`
  const binary = bytes < 1024 * 1024 ? `${bytes / 1024}KiB` : `${bytes / (1024 * 1024)}MiB`
  return binary.includes('.') || binary.length >= decimal.length ? decimal : binary
}
