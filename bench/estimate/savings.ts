import type { Saving, UnitCost } from '../archive/estimates-schema.ts'
import type { RunFile } from '../archive/run-file.ts'
import { controlAgainName, controlName } from '../plan/arm.ts'
import type { Estimate } from '../stats/interval.ts'
import { median } from '../stats/median.ts'
import { estimateBreakEven } from './break-even.ts'
import { savedWithGzip } from './gzip-saving.ts'
import type { CellCosts } from './launch-costs.ts'
import { defined, means, textOf } from './launch-costs.ts'

type Cells = ReadonlyMap<string, CellCosts>

/** What a tag saves and adds, against a client of `none` that sends no validator: bytes exactly, CPU with its interval. */
export function estimateSavings(
  run: Pick<RunFile, 'arms' | 'connectionCosts' | 'contents' | 'settings'>,
  cells: Cells,
  unitCosts: readonly UnitCost[],
): Saving[] {
  const strategies = run.arms.filter(({ role, classes }) => role === 'strategy' && classes.includes('304'))
  const costs = new Map(unitCosts.map((cost) => [textOf(cost), cost]))
  return strategies.flatMap(({ name, strongTag }) =>
    run.settings.sizesBytes.flatMap((sizeBytes) => {
      const bytes = pollBytes(run, name, sizeBytes, costs)
      if (bytes === undefined) return []
      const { plain, changed, unchanged } = bytes
      const bytesSavedPer304 = plain - unchanged
      const gzipBytes = run.contents.find((content) => content.sizeBytes === sizeBytes)?.gzipBytes ?? null
      const computed = gzipBytes === null ? null : savedWithGzip({ bytesSavedPer304, sizeBytes, gzipBytes, strongTag })
      return [
        {
          strategy: name,
          sizeBytes,
          load: 'saturated',
          bytesSavedPer304,
          gzipBytes,
          bytesSavedPer304WithGzip: run.settings.encoding === 'gzip' ? bytesSavedPer304 : computed,
          bytesAddedPer200: changed - plain,
          breakEven304FractionBytes: unchanged < changed ? (changed - plain) / (changed - unchanged) : null,
          breakEven304FractionCpu: breakEvenCpu(name, sizeBytes, cells) ?? null,
        },
      ]
    }),
  )
}

/** Bytes of a poll in both directions: on `none`, and on the strategy when it finds a change and when it finds none. */
function pollBytes(
  run: Pick<RunFile, 'connectionCosts'>,
  strategy: string,
  sizeBytes: number,
  costs: ReadonlyMap<string, UnitCost>,
): { plain: number; changed: number; unchanged: number } | undefined {
  const total = (arm: string, responseClass: '200' | '304') => {
    const cost = costs.get(textOf({ arm, responseClass, sizeBytes, load: 'saturated' }))
    return cost?.sentBytes && cost.receivedBytes ? { sent: cost.sentBytes.most, received: cost.receivedBytes.most } : undefined
  }
  const plainGets = run.connectionCosts.filter(({ arm }) => arm === controlName).map((cost) => cost.plainGetSentBytes)
  const none = total(controlName, '200')
  const changed = total(strategy, '200')
  const unchanged = total(strategy, '304')
  if (plainGets.length === 0 || !none || !changed || !unchanged) return undefined
  return {
    plain: median(plainGets) + none.received,
    changed: changed.sent + changed.received,
    unchanged: unchanged.sent + unchanged.received,
  }
}

/** Against both `none` arms of the same launch; only launches that have all three. */
function breakEvenCpu(strategy: string, sizeBytes: number, cells: Cells): Estimate | undefined {
  const us = (arm: string, responseClass: '200' | '304') =>
    cells.get(textOf({ arm, responseClass, sizeBytes, load: 'saturated' }))?.logUs ?? []
  const none = means([us(controlName, '200'), us(controlAgainName, '200')])
  const unchanged = us(strategy, '304')
  const launches = us(strategy, '200').map((changedLog, launch) => {
    const unchangedLog = unchanged[launch]
    const noneLog = none[launch]
    if (changedLog === undefined || unchangedLog === undefined || noneLog === undefined) return undefined
    return { changedLog: changedLog - noneLog, unchangedLog: unchangedLog - noneLog }
  })
  return estimateBreakEven(defined(launches))
}
