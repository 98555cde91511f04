import { formatDuration } from '../units.ts'
import type { AbLaunch, AbSettings } from './ab-file.ts'
import { cellEvidence } from './cell-evidence.ts'
import { concludeSuite } from './design/conclude.ts'
import { decideSuite } from './design/decide.ts'
import type { CellVerdict, SuiteDecision } from './design/suite-decision.ts'
import { concludeSmoke, smokeDeadlineMs } from './smoke.ts'
import { withWrongAnswers } from './wrong-answers.ts'

/** A launch that is to be made, of these cells. */
export interface LaunchOrder {
  /** 0-based within its phase. */
  readonly launch: number
  readonly confirmation: boolean
  readonly cells: readonly string[]
}

export interface SuiteRun {
  readonly settings: AbSettings
  /** Filled by `measure`. */
  readonly launches: () => readonly AbLaunch[]
  readonly measure: (order: LaunchOrder) => Promise<void>
  /** Told, a line at a time, how far it is. */
  readonly report: (line: string) => void
  /** Default: the clock. */
  readonly nowMs?: () => number
}

/** Makes launches until every cell is decided, by the rules of the design, or those of a smoke run and its time. */
export async function runSuite(run: SuiteRun): Promise<void> {
  const { nowMs = () => performance.now() } = run
  const beginMs = nowMs()
  let told = 0
  let lastMs = 0
  for (let order = nextLaunch(run); order !== undefined; order = nextLaunch(run)) {
    const startMs = nowMs()
    if (run.settings.mode === 'smoke' && startMs - beginMs + lastMs > smokeDeadlineMs) break
    await run.measure(order)
    lastMs = nowMs() - startMs
    const { until, decision } = stepOf(run)
    run.report(describeLaunch(order, until, lastMs))
    if (decision !== undefined) told = reportDecisions(run, decision, told)
  }
}

/** What can be said of each cell now: final when the suite is done, and of a suite that ended early. */
export function concludeCells(settings: AbSettings, launches: readonly AbLaunch[]): readonly CellVerdict[] {
  const evidence = evidenceOf(settings, launches)
  const verdicts = settings.mode === 'smoke' ? concludeSmoke(evidence) : concludeSuite(settings.design, evidence)
  return verdicts.map((verdict) => withLastReason(withWrongAnswers(verdict, launches), settings, launches))
}

/** Why launches were not valid, where it is for want of them that a cell is void. */
function withLastReason(verdict: CellVerdict, { design }: AbSettings, launches: readonly AbLaunch[]): CellVerdict {
  if (verdict.verdict !== 'void' || verdict.launches >= design.looks[0]!) return verdict
  const reason = launches.flatMap(({ pairs }) => pairs).findLast(({ cell, voidReason }) => cell === verdict.cell && voidReason !== null)?.voidReason
  return reason === undefined || reason === null || verdict.why.includes(reason) ? verdict : { ...verdict, why: `${verdict.why}; last: ${reason}` }
}

function nextLaunch(run: SuiteRun): LaunchOrder | undefined {
  const launches = run.launches()
  const { until, confirmation, cells } = stepOf(run)
  const launch = launches.filter((each) => each.confirmation === confirmation).length
  return launch < until ? { launch, confirmation, cells } : undefined
}

interface Step extends Omit<LaunchOrder, 'launch'> {
  /** Launches in all of this phase. */
  readonly until: number
  /** None in a smoke run. */
  readonly decision: SuiteDecision | undefined
}

function stepOf({ settings, launches }: SuiteRun): Step {
  const { mode, design, mostLaunches, cells } = settings
  if (mode === 'smoke') return { until: mostLaunches, confirmation: false, cells: cells.map(({ name }) => name), decision: undefined }
  const decision = decideSuite(design, evidenceOf(settings, launches()))
  const { step } = decision
  if (step.kind === 'done') return { until: 0, confirmation: false, cells: [], decision }
  const until = step.kind === 'launch' ? Math.min(step.until, mostLaunches) : step.until
  return { until, confirmation: step.kind === 'confirm', cells: step.cells, decision }
}

function evidenceOf({ cells, pairsPerLaunch }: AbSettings, launches: readonly AbLaunch[]) {
  return cellEvidence(cells.map(({ name }) => name), launches, pairsPerLaunch)
}

function describeLaunch({ launch, confirmation, cells }: LaunchOrder, until: number, elapsedMs: number): string {
  const of = launch + 1 < until ? ` of ${until}` : ''
  const what = confirmation ? 'confirming launch' : 'launch'
  return `${what} ${launch + 1}${of}: ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} in ${formatDuration(elapsedMs)}`
}

/** Returns how many cells have been settled by now. */
function reportDecisions({ report }: SuiteRun, { cells, step }: SuiteDecision, before: number): number {
  const settled = cells.filter(({ status }) => status !== 'open')
  if (settled.length === before && step.kind !== 'confirm') return before
  const counts = Object.entries(Object.groupBy(settled, ({ status }) => status)).map(([status, of]) => `${of?.length} ${status}`)
  const open = cells.length - settled.length
  if (settled.length !== before) report(`decided: ${counts.join(', ')}${open > 0 ? `; ${open} open` : ''}`)
  return settled.length
}
