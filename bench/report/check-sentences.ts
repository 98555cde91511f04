import type { CheckedFigure, CheckSummary, ModelCheck } from '../model/model-check.ts'

const figureNames: Readonly<Record<CheckedFigure, string>> = {
  cpu: 'CPU per request',
  bytes: 'bytes per poll',
  aborts: 'abort rates',
  lost: 'shares of lost edits',
}

/** How well the cost model told what it was not fitted on, and what could not be checked. */
export function modelCheckSentences({ summaries, unchecked }: ModelCheck): readonly string[] {
  const checked = summaries.flatMap((summary) => sentenceOf(summary))
  return [
    ...(checked.length === 0 ? [] : [`The cost model, held against what it was not fitted on: ${checked.join('; ')}.`]),
    ...(unchecked.length === 0 ? [] : [`Not checked: ${unchecked.join('; ')}.`]),
  ]
}

function sentenceOf({ figure, cells, medianError, worstError, worstCell, reach }: CheckSummary): readonly string[] {
  if (medianError === null || worstError === null) return []
  const verdict = medianError <= reach ? '' : `, MORE THAN THE ${percent(reach)} it should stay within`
  return [`${figureNames[figure]} ${percent(medianError)} off (median of ${cells}; worst ${percent(worstError)}: ${worstCell ?? ''})${verdict}`]
}

const percent = (fraction: number) => `${(fraction * 100).toFixed(fraction < 0.0995 ? 1 : 0)} %`
