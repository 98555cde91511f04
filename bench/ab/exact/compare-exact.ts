import type { ExactResult } from '../ab-file.ts'
import type { ArmRole } from '../arm-role.ts'
import type { ExactCount, ExactFigure, SideFigures } from './exact-figures.ts'

export interface ExactComparison {
  readonly results: readonly ExactResult[]
  /** What is not compared, and why. */
  readonly notes: readonly string[]
}

/**
 * Figures by equality, violations by being none. What differs between two servers of base is no exact figure: it is named
 * and not compared. A figure that only one build has (bytes of a class that the other never answers) is told by the statuses.
 */
export function compareExact({ base, head, 'base-again': again }: Readonly<Record<ArmRole, SideFigures>>): ExactComparison {
  const results: ExactResult[] = []
  const notes: string[] = []
  for (const figure of base.figures) {
    const { gate, cell, text } = figure
    const [headText, againText] = [textOf(head.figures, figure), textOf(again.figures, figure)]
    if (againText !== text) notes.push(`${gate} of ${cell} differ between two servers of base (${text}; ${againText ?? 'none'}): not compared`)
    else if (headText !== undefined) results.push(compareFigure({ gate, cell, base: text, head: headText }))
  }
  for (const count of head.counts) results.push(judgeCount(count, base.counts.find(({ gate, cell }) => gate === count.gate && cell === count.cell)))
  return { results, notes }
}

function textOf(figures: readonly ExactFigure[], { gate, cell }: ExactFigure): string | undefined {
  return figures.find((figure) => figure.gate === gate && figure.cell === cell)?.text
}

function compareFigure(figure: Pick<ExactResult, 'gate' | 'cell' | 'base' | 'head'>): ExactResult {
  const passed = figure.base === figure.head
  return { ...figure, passed, why: passed ? 'equal on both builds' : 'must be equal on both builds' }
}

function judgeCount({ gate, cell, count, evidence }: ExactCount, before: ExactCount | undefined): ExactResult {
  const passed = count === 0
  const known = before !== undefined && before.count > 0 ? '; base is no better' : ''
  return { gate, cell, base: String(before?.count ?? 0), head: String(count), passed, why: passed ? 'there is none' : `there must be none: ${evidence}${known}` }
}
