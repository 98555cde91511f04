import { signedRankGreater } from '../../stats/signed-rank-tail.ts'

/** One-sided exact p-value of "slower by no more than `minimumEffect`": small when head is slower than that. */
export function regressionP(effects: readonly number[], minimumEffect: number): number {
  return signedRankGreater(effects, Math.log1p(minimumEffect))
}

/** One-sided exact p-value of "slower by `margin` or more": small when so large a slowdown is ruled out. */
export function nonInferiorityP(effects: readonly number[], margin: number): number {
  return signedRankGreater(negated(effects), -Math.log1p(margin))
}

/** One-sided exact p-value of "faster by no more than `minimumEffect`", as a ratio the mirror image of `regressionP`. */
export function improvementP(effects: readonly number[], minimumEffect: number): number {
  return regressionP(negated(effects), minimumEffect)
}

/** Two-sided exact p-value of "moved by no more than `minimumEffect` either way". */
export function movedP(effects: readonly number[], minimumEffect: number): number {
  return Math.min(1, 2 * Math.min(regressionP(effects, minimumEffect), improvementP(effects, minimumEffect)))
}

function negated(effects: readonly number[]): number[] {
  return effects.map(effect => -effect)
}
