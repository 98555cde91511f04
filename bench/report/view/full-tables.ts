import type { RunFile } from '../../archive/run-file.ts'
import type { ScenarioRecord } from '../../archive/scenario-record.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import { formatFigure } from '../../units.ts'
import { formatBytes } from '../format-bytes.ts'
import { savedFraction } from '../poll-table.ts'
import { groupScenarios, ownVariant } from '../scenario-group.ts'
import { formatEstimate, formatPercent, formatTimes } from './format-estimate.ts'
import type { Table } from './table.ts'
import { figureColumn, nameColumn } from './table.ts'

/** Every figure that is estimated, and every script that was played: what the charts leave out too. */
export function fullTables(run: RunFile): readonly Table[] {
  return [...costTables(run), ...rankingTable(run), ...pollTables(run)].filter(({ rows }) => rows.length > 0)
}

function costTables({ estimates, settings, arms }: RunFile): readonly Table[] {
  const loads = ['saturated', ...settings.fixedRates.map(({ load }) => load)]
  return loads.map((load) => {
    const costs = (estimates?.unitCosts ?? []).filter((cost) => cost.load === load)
    const order = arms.map(({ name }) => name)
    const sorted = costs.toSorted(
      (a, b) => a.sizeBytes - b.sizeBytes || settings.classes.indexOf(a.responseClass) - settings.classes.indexOf(b.responseClass) || order.indexOf(a.arm) - order.indexOf(b.arm),
    )
    return {
      caption: `All costs of one request, ${load}`,
      columns: [
        figureColumn('size'), nameColumn('request'), nameColumn('server'), figureColumn('CPU µs'), figureColumn('× control'), figureColumn('× floor'),
        figureColumn('bytes up'), figureColumn('bytes down'), figureColumn('requests/s'), figureColumn('service p50 µs'), figureColumn('p99 µs'), figureColumn('launches'),
      ],
      rows: sorted.map((cost) => [
        formatSize(cost.sizeBytes),
        cost.responseClass,
        cost.arm,
        formatEstimate(cost.cpuUsPerRequest),
        formatTimes(cost.ratioToControl),
        formatTimes(cost.ratioToNarrowFloor ?? cost.ratioToFloor),
        formatRange(cost.sentBytes),
        formatRange(cost.receivedBytes),
        cost.requestsPerSecond === null ? '–' : formatFigure(cost.requestsPerSecond),
        cost.serviceP50Us === null ? '–' : formatFigure(cost.serviceP50Us),
        cost.serviceP99Us === null ? '–' : formatFigure(cost.serviceP99Us),
        `${cost.launches} of ${cost.launches + cost.voidLaunches}`,
      ]),
    }
  })
}

function formatRange(bytes: { readonly least: number; readonly most: number } | null): string {
  if (bytes === null) return '–'
  const [least, most] = [Math.floor(bytes.least), Math.ceil(bytes.most)]
  return least === most ? String(least) : `${least}–${most}`
}

function rankingTable({ estimates }: RunFile): readonly Table[] {
  return [
    {
      caption: 'Strategies by CPU, cheapest first, by paired ratios',
      columns: [nameColumn('request'), figureColumn('size'), nameColumn('load'), nameColumn('cheapest'), nameColumn('cannot be told from it'), nameColumn('dearer')],
      rows: (estimates?.rankings ?? []).map(({ responseClass, sizeBytes, load, order, cheapest, indistinguishable }) => [
        responseClass,
        formatSize(sizeBytes),
        load,
        cheapest ?? '–',
        indistinguishable.join(', ') || '–',
        order.filter((name) => name !== cheapest && !indistinguishable.includes(name)).join(', ') || '–',
      ]),
    },
  ]
}

function pollTables({ scenarios, arms }: RunFile): readonly Table[] {
  const control = arms.find(({ role }) => role === 'control')?.name
  const rows = groupScenarios(scenarios).flatMap(({ title, records }) =>
    records.filter(({ polls }) => polls !== null).map((record) => {
      const variant = ownVariant(record, records)
      const plain = records.find((each) => each.strategy === control && each.variant === record.variant)
      return [variant === '' ? title : `${title}, ${variant}`, record.strategy, ...pollCells(record, plain)]
    }),
  )
  return [
    {
      caption: 'Polls of scenarios: what came back as 304, and what it saved against the same script without a tag (a false 304 saves nothing)',
      columns: [
        nameColumn('scenario'), nameColumn('strategy'), figureColumn('polls'), figureColumn('304s'), figureColumn('bytes per poll'), figureColumn('bytes saved'),
        figureColumn('false 304s'), figureColumn('possibly false'), figureColumn('useless 200s'),
      ],
      rows,
    },
  ]
}

function pollCells(record: ScenarioRecord, plain: ScenarioRecord | undefined): readonly string[] {
  const polls = record.byKind['poll']
  if (record.voidReason !== null || polls === undefined || record.polls === null || polls.requests === 0) return ['void', '', '', '', '', '', '']
  const saved = savedFraction(record, plain)
  return [
    String(polls.requests),
    formatPercent(record.polls.notModified / polls.requests),
    formatBytes((polls.sentBytes + polls.receivedBytes) / polls.requests),
    saved === undefined ? '–' : `${Math.round(saved * 100) + 0} %`,
    String(record.polls.certainFalse),
    String(record.polls.possibleFalse),
    String(record.polls.uselessOk),
  ]
}
