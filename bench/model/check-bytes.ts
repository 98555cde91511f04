import type { RunFile } from '../archive/run-file.ts'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import type { CheckedCells } from './checked-cells.ts'
import { checkedCell } from './checked-cells.ts'
import type { CostBasis, StrategyBasis } from './cost-basis.ts'
import { requestCost } from './request-cost.ts'

/** Where each user polls a document that nobody else edits: every accepted edit is one changed poll. */
const scenarios = ['poll-unchanged', 'poll-changing']

/** Bytes of a poll in scripts, from the bytes of single classes: the model is told only how many edits there were. */
export function checkBytes(run: Pick<RunFile, 'scenarios' | 'settings'>, basis: CostBasis | null): CheckedCells {
  const played = run.scenarios.filter(({ scenario, voidReason }) => voidReason === null && scenarios.includes(scenario))
  if (played.length === 0) return { cells: [], unchecked: [`bytes: ${scenarios.join(' and ')} were not played`] }
  if (basis === null) return { cells: [], unchecked: ['bytes: the run has no unit costs to predict from'] }
  const fitted = played.filter(({ strategy }) => find(basis, strategy)?.isControl === true)
  const blind = played.filter(({ strategy }) => (find(basis, strategy)?.blindMs ?? 0) > 0)
  const blindNames = [...new Set(blind.map(({ strategy }) => strategy))]
  return {
    cells: played.filter((record) => !blind.includes(record) && !fitted.includes(record)).flatMap((record) => checkRecord(record, basis)),
    unchecked: [
      ...(fitted.length === 0 ? [] : [`bytes of ${fitted[0]!.strategy}: each poll is the very 200 that the model is fitted on`]),
      ...(blindNames.length === 0 ? [] : [`bytes of ${blindNames.join(', ')}: which changes it sees depends on the clock's second`]),
    ],
  }
}

function checkRecord(record: ScenarioRecord, basis: CostBasis) {
  const strategy = find(basis, record.strategy)
  const polls = record.byKind['poll']
  const predicted = strategy === undefined ? undefined : bytesPerPoll(record, strategy, basis)
  if (predicted === undefined || polls === undefined || polls.requests === 0) return []
  const measured = (polls.sentBytes + polls.receivedBytes) / polls.requests
  const what = `${record.scenario}${record.variant === 'default' ? '' : `, ${record.variant}`}`
  return [checkedCell({ figure: 'bytes' as const, strategy: record.strategy, what, sizeBytes: record.sizeBytes, predicted, measured })]
}

/** The first poll of a user has no validator to send. */
function bytesPerPoll(record: ScenarioRecord, strategy: StrategyBasis, basis: CostBasis): number | undefined {
  const sent = { sizeBytes: record.sizeBytes, encoding: basis.encoding }
  const changed = requestCost(basis, strategy, '200', sent)
  const unchanged = requestCost(basis, strategy, '304', sent)
  if (changed === undefined || unchanged === undefined) return undefined
  const polls = record.byKind['poll']?.requests ?? 0
  const plain = basis.plainGetSentBytes + changed.receivedBytes
  const first = Math.min(polls, Number(record.settings['users'] ?? 1))
  const changes = Math.min(polls - first, record.edits?.committed ?? 0)
  const bytesOf = ({ sentBytes, receivedBytes }: typeof changed) => sentBytes + receivedBytes
  return (first * plain + changes * bytesOf(changed) + (polls - first - changes) * bytesOf(unchanged)) / polls
}

function find({ strategies }: CostBasis, strategy: string): StrategyBasis | undefined {
  return strategies.find(({ name }) => name === strategy)
}
