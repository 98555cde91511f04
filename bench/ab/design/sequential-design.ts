import { BenchError } from '../../errors.ts'

/** The rules of the gate, fixed before the first launch (bench/METHOD.md, "The gate"). Levels are probabilities. */
export interface SequentialDesign {
  /** Launches in total after which cells are looked at, ascending. */
  readonly looks: readonly number[]
  /** Chance that screening alarms falsely in any cell of a suite, over all looks. */
  readonly familyAlpha: number
  /** Share of `familyAlpha` (and of `controlAlpha`) spent at each look; they sum to 1. */
  readonly alphaShares: readonly number[]
  /** Level of each look's non-inferiority test. Their sum bounds the chance to pass a change as large as the margin. */
  readonly nonInferiorityAlphas: readonly number[]
  /** Changes up to this never count, as a fraction: 0.01 is 1 %. */
  readonly minimumEffect: number
  /** A cell passes when a slowdown this large is ruled out. */
  readonly margin: number
  /** What a noisy cell may rule out instead, at the last look only. */
  readonly noisyMargin: number
  /** A cell is noisy when the launch standard deviation of its log ratio at the first look is above this. */
  readonly noisyLaunchSd: number
  /** Chance that a suite is voided although its control did not move by more than `minimumEffect`. */
  readonly controlAlpha: number
  /** Level at which a cell that has passed is called improved. */
  readonly improvementAlpha: number
  /** Fresh launches in which an alarm has to show again. */
  readonly confirmationLaunches: number
  /** Level of the test on those launches alone. */
  readonly confirmationAlpha: number
  /** Confidence level of the intervals that are printed. */
  readonly intervalLevel: number
}

export const defaultDesign: SequentialDesign = {
  looks: [8, 12, 16, 24],
  familyAlpha: 0.02,
  alphaShares: [0, 0.4, 0.3, 0.3],
  nonInferiorityAlphas: [0.004, 0.005, 0.008, 0.01],
  minimumEffect: 0.01,
  margin: 0.05,
  noisyMargin: 0.1,
  noisyLaunchSd: 0.025,
  controlAlpha: 0.01,
  improvementAlpha: 0.005,
  confirmationLaunches: 12,
  confirmationAlpha: 0.05,
  intervalLevel: 0.95,
}

/** Throws a BenchError ('usage') that names the first field that makes no design. */
export function validateDesign(design: SequentialDesign): void {
  const fault = faultOf(design)
  if (fault !== undefined) throw new BenchError('usage', `no sequential design: ${fault.seen}`, fault.hint)
}

interface Fault {
  readonly seen: string
  readonly hint: string
}

function faultOf(design: SequentialDesign): Fault | undefined {
  const { looks, alphaShares, nonInferiorityAlphas, minimumEffect, margin, noisyMargin } = design
  const ascending = looks.every((look, index) => Number.isInteger(look) && look > (looks[index - 1] ?? 1))
  if (looks.length === 0 || !ascending) {
    return { seen: `looks ${looks.join(', ')}`, hint: 'give ascending numbers of launches, such as 8, 12, 16, 24' }
  }
  if (alphaShares.length !== looks.length || nonInferiorityAlphas.length !== looks.length) {
    return { seen: `${looks.length} looks with other numbers of levels`, hint: 'give one share and one level for each look' }
  }
  const spent = alphaShares.reduce((sum, share) => sum + share, 0)
  if (alphaShares.some(share => !(share >= 0)) || Math.abs(spent - 1) > 1e-9) {
    return { seen: `alpha shares ${alphaShares.join(', ')}`, hint: 'shares are 0 or more and sum to 1' }
  }
  const levels = { ...levelsOf(design), ...Object.fromEntries(nonInferiorityAlphas.map((level, at) => [`nonInferiorityAlphas[${at}]`, level])) }
  for (const [name, level] of Object.entries(levels)) {
    if (!(level > 0 && level < 0.5)) return { seen: `${name} ${level}`, hint: 'a level lies between 0 and 0.5' }
  }
  if (!(minimumEffect >= 0 && minimumEffect < margin && margin <= noisyMargin)) {
    const seen = `minimum effect ${minimumEffect}, margin ${margin}, noisy margin ${noisyMargin}`
    return { seen, hint: 'they are fractions, each larger than the one before; the minimum effect may be 0' }
  }
  if (!(design.noisyLaunchSd > 0)) return { seen: `noisyLaunchSd ${design.noisyLaunchSd}`, hint: 'give a fraction such as 0.025' }
  const { confirmationLaunches, confirmationAlpha } = design
  if (!Number.isInteger(confirmationLaunches) || 2 ** -confirmationLaunches > confirmationAlpha) {
    const least = Math.ceil(-Math.log2(confirmationAlpha))
    return { seen: `${confirmationLaunches} confirming launches`, hint: `level ${confirmationAlpha} needs ${least} or more` }
  }
  return undefined
}

function levelsOf(design: SequentialDesign): Record<string, number> {
  const { familyAlpha, controlAlpha, improvementAlpha, confirmationAlpha, intervalLevel } = design
  return { familyAlpha, controlAlpha, improvementAlpha, confirmationAlpha, '1 - intervalLevel': 1 - intervalLevel }
}
