import { cut } from '../../report/columns.ts'
import type { AbFile, AbVerdict } from '../ab-file.ts'
import { exactGap, failedGates } from '../exact/describe-exact.ts'

const names: readonly (readonly [AbVerdict['verdict'], string])[] = [
  ['regressed', 'regressed'],
  ['improved', 'improved'],
  ['no-change', 'no change'],
  ['cannot-tell', 'cannot tell'],
  ['void', 'void'],
]

/** What came of a suite, in a line of plain text. */
export function headline(file: AbFile): string {
  const gap = file.status === 'partial' ? undefined : exactGap(file)
  return `${file.settings.mode === 'smoke' ? 'smoke run: ' : ''}${outcome(file)}${gap === undefined ? '' : `; ${gap}`}`
}

function outcome({ status, endedBy, verdicts, exact, settings }: AbFile): string {
  if (status === 'partial') return `PARTIAL SUITE, ${cut((endedBy ?? 'still under way').split('\n')[0]!, 200)}`
  const count = (wanted: AbVerdict['verdict']) => verdicts.filter(({ verdict }) => verdict === wanted).length
  const failed = failedGates(exact).length
  const failures = [
    ...(count('regressed') > 0 ? [`${count('regressed')} of ${cells(verdicts.length)} regressed`] : []),
    ...(failed > 0 ? [`${failed} of ${exact.length} exact gates did not hold`] : []),
  ]
  if (failures.length > 0) return failures.join(', ')
  if (count('void') === verdicts.length) return `nothing could be compared, ${cells(verdicts.length)} void`
  const unconfirmed = verdicts.filter(({ unconfirmedAlarm }) => unconfirmedAlarm).length
  const others = (wanted: AbVerdict['verdict']) => verdicts.filter(({ verdict, unconfirmedAlarm }) => verdict === wanted && !unconfirmedAlarm).length
  const open = [
    ...(unconfirmed > 0 ? [`${unconfirmed} alarmed without being confirmed`] : []),
    ...(others('cannot-tell') > 0 ? [`${others('cannot-tell')} cannot be told`] : []),
    ...(others('void') > 0 ? [`${others('void')} void`] : []),
  ]
  // That none was found is no news where none could have been.
  const isSettled = settings.mode === 'smoke' || count('no-change') + count('improved') > 0
  const found = unconfirmed > 0 ? 'no regression confirmed' : isSettled ? 'no regression found' : 'nothing could be told'
  return open.length > 0 ? `${found}; of ${cells(verdicts.length)} ${open.join(', ')}` : `no regression in ${cells(verdicts.length)}`
}

/** `1 regressed, 14 no change`: only what there is. */
export function countsText(verdicts: readonly AbVerdict[]): string {
  const counts = names.map(([verdict, name]) => [verdicts.filter((each) => each.verdict === verdict).length, name] as const)
  return counts.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`).join(', ')
}

const cells = (count: number) => (count === 1 ? '1 cell' : `${count} cells`)
