import type { RunFile } from '../archive/run-file.ts'
import { formatColumns } from '../report/columns.ts'
import { wrap } from '../report/terminal.ts'
import type { SoakFigures } from './soak-figures.ts'

const heads = ['edits', 'aborts', 'lost (tally)', 'lost (log)', 'lost', 'agree']

/** The soak as text of at most 80 columns: a table, then what is wrong and what it does not prove. */
export function formatSoak(run: RunFile, figures: readonly SoakFigures[], shortcomings: readonly string[], path: string): string {
  const rows = figures.map((each) => ({ name: each.strategy, cells: cellsOf(each) }))
  const violations = run.scenarios.flatMap(({ strategy, variant, violations: charges }) =>
    charges.map(({ message }) => `VIOLATION on ${strategy}, ${variant}: ${message}`))
  const early = run.status === 'partial' ? [`PARTIAL SOAK: ${run.endedBy ?? 'still under way'}`] : []
  return [
    ...early.flatMap((sentence) => wrap(sentence.replaceAll('\n', ' '))),
    ...formatColumns('', heads, rows, 9),
    '',
    ...[...violations, ...shortcomings].flatMap((sentence) => wrap(sentence, '- ', '  ')),
    `run file: ${path}`,
    '',
  ].join('\n')
}

function cellsOf(figures: SoakFigures): readonly string[] {
  const { edits, attempts, blindAttempts, abortRate, lostAtLeast, lostAtMost, lostByCommitLog, agree } = figures
  const byTally = lostAtLeast === lostAtMost ? `${lostAtLeast}` : `${lostAtLeast}-${lostAtMost}`
  return [
    `${edits}`,
    attempts === blindAttempts ? 'blind' : percent(abortRate),
    byTally,
    `${lostByCommitLog}`,
    edits === 0 ? '-' : percent(lostByCommitLog / edits),
    agree ? 'yes' : 'NO',
  ]
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`
}
