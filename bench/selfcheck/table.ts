import type { FaultOutcome } from './outcome.ts'

/** 80 columns, the last of them free for the verdict of many runs. */
const widths = [28, 22, 19, 11] as const

/** One row a fault over all runs, then what went wrong in which run. */
export function formatSelfcheck(runs: readonly (readonly FaultOutcome[])[]): string {
  const faults = [...new Set(runs.flat().map(({ fault }) => fault))]
  const rows = faults.flatMap((fault) => {
    const outcomes = runs.flatMap((outcomesOfRun) => outcomesOfRun.filter((outcome) => outcome.fault === fault))
    const found = outcomes.filter(({ problems }) => problems.length === 0).length
    return formatRow([fault], distinct(outcomes, 'namedBy'), distinct(outcomes, 'followed'), [formatVerdict(found, outcomes.length)])
  })
  return [...formatRow(['fault'], ['named by'], ['also followed'], ['verdict']), ...rows, ...formatProblems(runs), ''].join('\n')
}

function distinct(outcomes: readonly FaultOutcome[], member: 'namedBy' | 'followed'): readonly string[] {
  return [...new Set(outcomes.flatMap((outcome) => outcome[member]))]
}

function formatVerdict(found: number, runs: number): string {
  if (runs > 1) return `${found} of ${runs}`
  return found === 1 ? 'found' : 'NOT FOUND'
}

/** As many lines as the longest cell has. */
function formatRow(...cells: readonly (readonly string[])[]): readonly string[] {
  const lines = Math.max(...cells.map((cell) => cell.length))
  return Array.from({ length: lines }, (_, line) =>
    cells.map((cell, column) => (cell[line] ?? '').padEnd(widths[column] ?? 0)).join('').trimEnd(),
  )
}

function formatProblems(runs: readonly (readonly FaultOutcome[])[]): readonly string[] {
  const problems = runs.flatMap((outcomes, run) =>
    outcomes.flatMap(({ fault, problems: ofFault }) =>
      ofFault.map((problem) => `${runs.length > 1 ? `run ${run + 1}, ` : ''}${fault}: ${problem}`),
    ),
  )
  return problems.length === 0 ? [] : ['', ...problems]
}
