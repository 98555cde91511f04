import type { CheckedFigure, ModelCheck } from '../model/model-check.ts'
import type { EstimateRow } from './estimate-rows.ts'
import { numberRow } from './estimate-rows.ts'

const units: Readonly<Record<CheckedFigure, string>> = { cpu: 'us', bytes: 'bytes', aborts: 'fraction', lost: 'fraction' }

/** What the model foretold of each cell, what was measured, and by how much it was off. */
export function modelCheckRows({ cells, summaries }: ModelCheck): readonly EstimateRow[] {
  return [
    ...cells.flatMap(({ figure, strategy, what, sizeBytes, predicted, measured, relativeError }) => {
      const place = { table: 'model-check', strategy, scenario: what, sizeBytes }
      return [
        ...numberRow(place, `${figure}-predicted`, units[figure], predicted),
        ...numberRow(place, `${figure}-measured`, units[figure], measured),
        ...numberRow(place, `${figure}-error`, 'fraction', relativeError),
      ]
    }),
    ...summaries.flatMap(({ figure, medianError, worstError, worstCell }) => [
      ...numberRow({ table: 'model-check' }, `${figure}-median-error`, 'fraction', medianError),
      ...(worstError === null ? [] : [{ table: 'model-check', figure: `${figure}-worst-error`, unit: 'fraction', value: worstError, ...(worstCell !== null && { remark: worstCell }) }]),
    ]),
  ]
}
