import type { AbLaunch } from './ab-file.ts'
import type { CellVerdict } from './design/suite-decision.ts'

/**
 * A cell is void once it was answered with a status that its class does not have. Where head alone did so it has regressed all
 * the same: no spread of launches explains a status. Where base did so too, there is nothing to hold head against.
 */
export function withWrongAnswers(verdict: CellVerdict, launches: readonly AbLaunch[]): CellVerdict {
  if (verdict.verdict !== 'void') return verdict
  const wrong = launches.flatMap(({ pairs }) => pairs).filter(({ cell, wrongAnswer }) => cell === verdict.cell && wrongAnswer)
  const ofHead = wrong.find(({ arm }) => arm === 'head')
  // A burst of base is in both pairs of its round.
  if (ofHead === undefined || wrong.some(({ arm }) => arm === 'base-again')) return verdict
  return { ...verdict, verdict: 'regressed', effect: null, why: `${ofHead.voidReason}; base answers as it should` }
}
