/**
 * Holm's step-down adjustment: rejecting where the adjusted value is at most alpha keeps the chance of any false
 * rejection in the family at alpha (Holm 1979, A Simple Sequentially Rejective Multiple Test Procedure). Same order as
 * given; values are probabilities.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const ascending = pValues.map((pValue, index) => ({ pValue, index })).toSorted((a, b) => a.pValue - b.pValue)
  const adjusted = pValues.map(() => 1)
  let atLeast = 0
  for (const [step, { pValue, index }] of ascending.entries()) {
    atLeast = Math.max(atLeast, Math.min(1, pValue * (pValues.length - step)))
    adjusted[index] = atLeast
  }
  return adjusted
}
