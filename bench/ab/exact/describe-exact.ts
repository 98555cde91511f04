import type { AbFile, ExactResult } from '../ab-file.ts'

type Judged = Pick<AbFile, 'settings' | 'exact' | 'status'>

/** Of a suite in which no exact figure was compared: so, in a few words. Undefined where some were. */
export function exactGap({ settings, exact, status }: Judged): string | undefined {
  if (exact.length > 0) return undefined
  if (!settings.exactGates) return 'exact gates left out (--no-exact)'
  return status === 'partial' ? 'exact gates not played' : 'exact gates compared nothing'
}

/** What came of the exact gates, in a sentence: where none was compared, this must not read as if they held. */
export function describeExact(file: Judged): string {
  const { exact, status } = file
  const gap = exactGap(file)
  if (gap === undefined) {
    const failed = failedGates(exact).length
    if (failed > 0) return `exact gates: ${failed} of ${exact.length} did not hold`
    return `exact gates: all ${exact.length} hold (bytes, statuses, 304s, statements; no violation)`
  }
  const why = !file.settings.exactGates ? '' : status === 'partial' ? ', because the suite ended before them' : ' (dates have no exact figures; warnings name other reasons)'
  return `${gap}${why}: changes of bytes, statuses, 304s and statements, lost updates and false 304s would not have been seen`
}

export const failedGates = (exact: readonly ExactResult[]) => exact.filter(({ passed }) => !passed)

/** `bytes received of version/10kB/304: base 136 bytes, head 176 bytes`. */
export function describeGate({ gate, cell, base, head }: ExactResult): string {
  return `${gate} of ${cell}: base ${base}, head ${head}`
}
