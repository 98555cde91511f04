import type { RunFile } from '../archive/run-file.ts'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import type { CheckedCells } from './checked-cells.ts'
import { checkedCell } from './checked-cells.ts'
import type { Editing } from './contention.ts'
import { closedEditing, closedLostShare } from './contention.ts'

/** Rates below it are not what anybody decides by. */
const leastRate = 0.05
/** Standard error of a rate over the rate itself, from which chance alone would look like an error of the model. */
const mostStandardError = 0.1

/**
 * Abort rates and lost edits of `edit-contended`, from its settings and from how long its exchanges took: nothing that the
 * conflicts themselves decide.
 */
export function checkEdits(run: Pick<RunFile, 'scenarios' | 'arms'>): CheckedCells {
  const played = run.scenarios.filter(({ scenario, edits, voidReason }) => voidReason === null && scenario === 'edit-contended' && edits !== null)
  if (played.length === 0) return { cells: [], unchecked: ['aborts and lost edits: edit-contended was not played'] }
  const guardOf = (strategy: string) => run.arms.find(({ name }) => name === strategy)?.writeGuard
  const dated = [...new Set(played.map(({ strategy }) => strategy))].filter((strategy) => guardOf(strategy) === 'if-unmodified-since')
  const guarded = played.filter(({ strategy }) => guardOf(strategy) === 'if-match' || guardOf(strategy) === 'none')
  const editings = guarded.map((record) => ({ record, editing: editingOf(record) }))
  const silent = editings.filter(({ editing }) => editing === undefined).length
  const compared = editings.flatMap(({ record, editing }) => {
    if (editing === undefined) return []
    return guardOf(record.strategy) === 'if-match' ? [abortsOf(record, editing)] : [lostOf(record, editing)]
  })
  const decisive = compared.filter(({ count, of }) => count / of >= leastRate)
  const telling = decisive.filter(({ count, of }) => Math.sqrt((1 - count / of) / count) <= mostStandardError)
  const few = decisive.length - telling.length
  const rare = compared.filter((each) => !decisive.includes(each))
  const foretold = rare.filter(({ predicted }) => predicted >= leastRate).length
  return {
    cells: telling.map(({ figure, record, predicted, count, of }) => checkedCell({ figure, ...place(record), predicted, measured: count / of })),
    unchecked: [
      ...(dated.length === 0 ? [] : [`aborts of ${dated.join(', ')}: at this pace all changes share a second`]),
      ...(silent === 0 ? [] : [`aborts and lost edits of ${scripts(silent)}: the record lacks settings or round trips to predict from`]),
      ...(rare.length === 0 ? [] : [`aborts and lost edits of ${scripts(rare.length)}: below 5 %, by which nobody decides (foretold: ${foretold === 0 ? 'below 5 % too' : `5 % or more in ${foretold} of ${rare.length}`})`]),
      ...(few === 0 ? [] : [`aborts and lost edits of ${scripts(few)}: too few to tell a rate (give more --edits)`]),
    ],
  }
}

const scripts = (count: number) => `${count} ${count === 1 ? 'script' : 'scripts'}`

interface Compared {
  readonly figure: 'aborts' | 'lost'
  readonly record: ScenarioRecord
  readonly predicted: number
  readonly count: number
  readonly of: number
}

function abortsOf(record: ScenarioRecord, editing: Editing): Compared {
  const { aborts = 0, attempts = 0, blindAttempts = 0 } = record.edits ?? {}
  return { figure: 'aborts', record, predicted: closedEditing(editing).abortRate, count: aborts, of: Math.max(1, attempts - blindAttempts) }
}

function lostOf(record: ScenarioRecord, editing: Editing): Compared {
  const { acknowledged, least, most } = record.lostUpdates
  return { figure: 'lost', record, predicted: closedLostShare(editing), count: (least + most) / 2, of: Math.max(1, acknowledged) }
}

function place({ strategy, scenario, variant, sizeBytes }: ScenarioRecord) {
  return { strategy, what: `${scenario}${variant === 'default' ? '' : `, ${variant}`}`, sizeBytes }
}

/** undefined: a record that does not say enough, such as one of another version. */
function editingOf({ settings, byKind }: ScenarioRecord): Editing | undefined {
  const number = (key: string) => Number(settings[key] ?? 0)
  const backoffSeconds = number('backoffBaseMs') / 1000
  const editing = {
    editors: number('editors'),
    documents: number('documents'),
    thinkSeconds: number('thinkMs') / 1000,
    attempts: number('attempts'),
    exchangeSeconds: exchangeSeconds(byKind),
    meanBackoffSeconds: meanBackoff(String(settings['backoff']), backoffSeconds),
  }
  const { editors, documents, attempts, exchangeSeconds: exchange } = editing
  return [editors, documents, attempts, exchange].every((figure) => figure > 0) ? editing : undefined
}

/** Half of a read and half of a write lie between two looks at the document; a timer that fires late adds to either. 0: unknown. */
function exchangeSeconds({ read, edit }: ScenarioRecord['byKind']): number {
  return read === undefined || edit === undefined ? 0 : (read.responseTime.p50Ns + edit.responseTime.p50Ns) / 2 / 1e9
}

/** As METHOD.md says: full jitter is half of its limit on average. */
function meanBackoff(policy: string, baseSeconds: number): Editing['meanBackoffSeconds'] {
  if (policy === 'exponential') return (nth) => (baseSeconds * 2 ** (nth - 1)) / 2
  return policy === 'fixed' ? () => baseSeconds : () => 0
}
