import type { RunFile } from '../../archive/run-file.ts'
import type { CheckedCell, CheckedFigure, CheckSummary, ModelCheck } from '../../model/model-check.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { formatBytes } from '../format-bytes.ts'
import { formatFigure } from '../../units.ts'
import type { Figure } from './figure.ts'
import { missingFigure } from './figure.ts'
import { formatPercent } from './format-estimate.ts'
import type { Series } from './series.ts'
import { seriesOf } from './series.ts'
import { figureColumn, nameColumn } from './table.ts'

/** How far the advisor's model was off, as a fraction of what was measured: a panel for each figure that was checked. */
export interface ModelCheckChart {
  readonly kind: 'model-check'
  readonly panels: readonly {
    readonly title: string
    /** What the median should stay within. */
    readonly reach: number
    readonly points: readonly { readonly series: Series; readonly what: string; readonly relativeError: number; readonly hint: string }[]
  }[]
}

const id = 'model-check'
const question = 'Did the advisor’s model tell what was then measured?'

const figureNames: Readonly<Record<CheckedFigure, string>> = {
  cpu: 'CPU per request',
  bytes: 'Bytes per request',
  aborts: 'Refused edits',
  lost: 'Lost edits',
}

const formats: Readonly<Record<CheckedFigure, (value: number) => string>> = {
  cpu: (us) => `${formatFigure(us)} µs`,
  bytes: formatBytes,
  aborts: formatPercent,
  lost: formatPercent,
}

export function modelCheckFigure(run: RunFile): Figure {
  const check = run.modelCheck ?? null
  if (check === null || check.cells.length === 0) {
    return missingFigure(id, question, `This run has nothing to check the model against. ${check?.unchecked.join(' ') ?? ''}`.trim())
  }
  return {
    id,
    question,
    answer: check.summaries.map(summarise).filter((sentence) => sentence !== '').join(' '),
    explanation:
      'Predicted over measured, less one, for load that the model was not fitted on; the band is what the median error should stay within. Right of 0 the model said too much, left of it too little.',
    remarks: check.unchecked,
    chart: { kind: 'model-check', panels: panelsOf(run, check) },
    missing: null,
    table: {
      caption: 'Predicted and measured',
      columns: [nameColumn('figure'), nameColumn('what was played'), nameColumn('strategy'), figureColumn('size'), figureColumn('predicted'), figureColumn('measured'), figureColumn('error')],
      rows: check.cells.map((cell) => [
        figureNames[cell.figure], cell.what, cell.strategy, formatSize(cell.sizeBytes), formats[cell.figure](cell.predicted), formats[cell.figure](cell.measured), formatError(cell.relativeError),
      ]),
    },
  }
}

function panelsOf(run: RunFile, { cells, summaries }: ModelCheck): ModelCheckChart['panels'] {
  const series = seriesOf(run)
  return summaries.flatMap(({ figure, reach }) => {
    const points = cells.filter((cell) => cell.figure === figure && Number.isFinite(cell.relativeError)).flatMap((cell) => {
      const own = series.find(({ name }) => name === cell.strategy)
      return own === undefined ? [] : [{ series: own, what: cell.what, relativeError: cell.relativeError, hint: hintOf(cell) }]
    })
    return points.length === 0 ? [] : [{ title: figureNames[figure], reach, points }]
  })
}

function hintOf({ figure, strategy, what, predicted, measured, relativeError }: CheckedCell): string {
  return `${strategy}, ${what}: predicted ${formats[figure](predicted)}, measured ${formats[figure](measured)} (${formatError(relativeError)})`
}

export function formatError(fraction: number): string {
  const sign = fraction < 0 ? '−' : '+'
  return `${sign}${(Math.abs(fraction) * 100).toFixed(Math.abs(fraction) < 0.0995 ? 1 : 0)} %`
}

function summarise({ figure, medianError, worstError, worstCell, reach }: CheckSummary): string {
  if (medianError === null || worstError === null) return ''
  const kept = medianError <= reach ? 'within' : 'beyond'
  return `${figureNames[figure]}: median error ${unsigned(medianError)}, ${kept} the ${formatPercent(reach)} it should keep; worst ${unsigned(worstError)}${worstCell === null ? '' : ` (${worstCell})`}.`
}

const unsigned = (fraction: number) => formatError(Math.abs(fraction)).slice(1)
