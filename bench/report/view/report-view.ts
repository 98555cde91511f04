import type { RunFile } from '../../archive/run-file.ts'
import type { MicroFile } from '../../micro/micro-file.ts'
import { breakEvenFigure } from './break-even.ts'
import { cheapestMapFigure } from './cheapest-map.ts'
import { conflictFigure } from './conflicts.ts'
import { costByRateFigure } from './cost-by-rate.ts'
import { costBySizeFigure } from './cost-by-size.ts'
import { cpuBreakdownFigure } from './cpu-breakdown.ts'
import type { DecisionTable } from './decision-table.ts'
import { decisionTable } from './decision-table.ts'
import type { Figure } from './figure.ts'
import { fullTables } from './full-tables.ts'
import type { Headline } from './headline.ts'
import { headlineOf } from './headline.ts'
import { modelCheckFigure } from './model-check.ts'
import { pollBytesFigure } from './poll-bytes.ts'
import type { Fact } from './provenance.ts'
import { environmentFacts, settingFacts } from './provenance.ts'
import type { Explanation } from './reading-guide.ts'
import { readingGuide } from './reading-guide.ts'
import type { Series } from './series.ts'
import { seriesOf } from './series.ts'
import type { Table } from './table.ts'
import { timesFigure } from './times.ts'
import type { Trust } from './trust.ts'
import { readTrust } from './trust.ts'

/** Everything that a page, a summary or a table of a run shows, in its order: a pure function of the run file and the micro file. */
export interface ReportView {
  readonly title: string
  readonly series: readonly Series[]
  readonly headline: Headline
  readonly decision: DecisionTable
  readonly figures: readonly Figure[]
  readonly trust: Trust
  readonly tables: readonly Table[]
  readonly guide: readonly Explanation[]
  readonly settings: readonly Fact[]
  readonly environment: readonly Fact[]
  /** As it was typed, without a `--` that nothing follows. */
  readonly command: string
  readonly runId: string
}

export function reportView(run: RunFile, micro?: MicroFile): ReportView {
  return {
    title: `etag-bench, ${run.settings.mode} run of ${run.startedAt.slice(0, 10)}`,
    series: seriesOf(run),
    headline: headlineOf(run),
    decision: decisionTable(run),
    figures: [
      costBySizeFigure(run),
      costByRateFigure(run),
      breakEvenFigure(run),
      pollBytesFigure(run),
      conflictFigure(run),
      cheapestMapFigure(run),
      timesFigure(run),
      cpuBreakdownFigure(run, micro),
      modelCheckFigure(run),
    ],
    trust: readTrust(run),
    tables: fullTables(run),
    guide: readingGuide,
    settings: settingFacts(run),
    environment: environmentFacts(run),
    command: run.command.replace(/ --$/, ''),
    runId: run.id,
  }
}
