import type { RunFile } from '../archive/run-file.ts'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { formatLost } from './edit-table.ts'
import { percent } from './poll-table.ts'
import { groupScenarios, isContended, lastAttempts } from './scenario-group.ts'

/** What to take from the scenarios of a run: losses, answers that were false or useless, whatever was charged or void. */
export function scenarioTakeaways(run: RunFile): string[] {
  const played = lastAttempts(run.scenarios)
  return [...losses(played), ...falseAnswers(run.arms, played), ...uselessAnswers(played), ...unconditional(played), ...charges(run.scenarios), ...voids(played)]
}

/** Over all variants of a scenario together; a scenario in which nobody could conflict says nothing. */
function losses(records: readonly ScenarioRecord[]): string[] {
  const contended = groupScenarios(records).filter(isContended).flatMap((group) => group.records)
  const edited = contended.filter(({ lostUpdates, voidReason }) => voidReason === null && lostUpdates.acknowledged > 0)
  const losers = edited.filter(({ lostUpdates }) => lostUpdates.most > 0).map(({ strategy }) => strategy)
  const keepers = [...new Set(edited.map(({ strategy }) => strategy))].filter((strategy) => !losers.includes(strategy))
  const sentences = [...Map.groupBy(edited, ({ scenario }) => scenario)].flatMap(([scenario, played]) => {
    const parts = [...Map.groupBy(played, ({ strategy }) => strategy)].flatMap(([strategy, own]) => {
      const lost = sumUp(own)
      return lost.most === 0 ? [] : [`${strategy} ${formatLost(lost)}`]
    })
    return parts.length === 0 ? [] : [`Acknowledged edits lost in ${scenario}: ${parts.join(', ')}.`]
  })
  return [...sentences, ...(keepers.length > 0 ? [`No acknowledged edit was lost on ${keepers.join(', ')}.`] : [])]
}

function sumUp(records: readonly ScenarioRecord[]): { readonly least: number; readonly most: number; readonly acknowledged: number } {
  const total = (key: 'least' | 'most' | 'acknowledged') => records.reduce((sum, { lostUpdates }) => sum + lostUpdates[key], 0)
  return { least: total('least'), most: total('most'), acknowledged: total('acknowledged') }
}

function falseAnswers(arms: RunFile['arms'], scenarios: readonly ScenarioRecord[]): string[] {
  const totals = new Map<string, number>()
  for (const { strategy, polls } of scenarios) totals.set(strategy, (totals.get(strategy) ?? 0) + (polls?.certainFalse ?? 0))
  const goesByDate = (strategy: string) => arms.some(({ name, writeGuard }) => name === strategy && writeGuard === 'if-unmodified-since')
  return [...totals]
    .filter(([, count]) => count > 0)
    .map(([strategy, count]) => {
      const reason = goesByDate(strategy) ? ': changes within one second' : ''
      return `${strategy} answered 304 to ${count} polls although the document had changed${reason}.`
    })
}

/** Where some strategy answered 200 for nothing: who, of its conditional polls how often, and who did not. */
function uselessAnswers(records: readonly ScenarioRecord[]): string[] {
  const asked = records.filter(({ polls, voidReason }) => polls !== null && polls.conditional > 0 && voidReason === null)
  return [...Map.groupBy(asked, ({ scenario, variant }) => (variant === 'default' ? scenario : `${scenario} (${variant})`))].flatMap(([what, played]) => {
    const useless = ({ polls }: ScenarioRecord) => polls?.uselessOk ?? 0
    const wasteful = played.filter((record) => useless(record) > 0)
    if (wasteful.length === 0) return []
    const shares = wasteful.map((record) => `${record.strategy} ${percent(useless(record) / record.polls!.conditional)}`)
    const others = played.filter((record) => useless(record) === 0).map(({ strategy }) => strategy)
    return [`Useless 200s in ${what}: ${shares.join(', ')} of conditional polls; none on ${others.join(', ') || 'any other'}.`]
  })
}

/** Strategies of which no poll of a scenario had anything to ask by: no 304 and no useless 200 was possible there. */
function unconditional(records: readonly ScenarioRecord[]): string[] {
  const plain = records.filter(({ polls, byKind, voidReason }) => voidReason === null && polls?.conditional === 0 && (byKind['poll']?.requests ?? 0) > 0)
  const byScenarios = Map.groupBy([...Map.groupBy(plain, ({ strategy }) => strategy)], ([, own]) => [...new Set(own.map(({ scenario }) => scenario))].join(', '))
  return [...byScenarios].map(([scenarios, alike]) => `No poll was conditional in ${scenarios} on ${alike.map(([strategy]) => strategy).join(', ')}: no 304 was asked for there.`)
}

/** Kinds of findings that have a sentence of their own above. */
const summedUp = ['lost-updates', 'false-not-modified', 'useless-ok']

function charges(records: readonly ScenarioRecord[]): string[] {
  return records.flatMap(({ scenario, variant, strategy, findings, violations }) => {
    const where = `in ${scenario}${variant === 'default' ? '' : ` (${variant})`} on ${strategy}`
    return [
      ...violations.map(({ kind, message }) => `VIOLATION ${kind} ${where}: ${message}.`),
      ...findings.filter(({ kind }) => !summedUp.includes(kind)).map(({ kind, message }) => `Finding ${kind} ${where}: ${message}.`),
    ]
  })
}

function voids(records: readonly ScenarioRecord[]): string[] {
  return records
    .filter(({ voidReason }) => voidReason !== null)
    .map(({ scenario, variant, strategy, voidReason }) => {
      return `Void: ${scenario}${variant === 'default' ? '' : ` (${variant})`} on ${strategy}: ${voidReason}.`
    })
}
