import type { UnitCost } from '../archive/estimates-schema.ts'
import type { RunFile } from '../archive/run-file.ts'
import { cellName, cellOf } from './cell-name.ts'

export interface ByteDifference {
  readonly cell: string
  readonly direction: 'sent' | 'received'
  readonly base: number
  readonly head: number
}

export interface ByteComparison {
  /** Figures that were compared by equality. */
  readonly compared: number
  readonly different: readonly ByteDifference[]
  /** Arms of which the width changes somewhere within a run (version numbers grow, contents compress otherwise): no figure of theirs is exact. */
  readonly inexact: readonly string[]
}

/** Bytes per request and answer of all cells that both runs have, by equality, where they are the same over a whole run. */
export function compareBytes(base: RunFile, head: RunFile): ByteComparison {
  const baseCosts = base.estimates?.unitCosts ?? []
  const headCosts = head.estimates?.unitCosts ?? []
  const inexact = new Set([...baseCosts, ...headCosts].filter(varies).map(({ arm }) => arm))
  const different: ByteDifference[] = []
  let compared = 0
  for (const cost of headCosts) {
    const before = baseCosts.find((each) => cellName(cellOf(each)) === cellName(cellOf(cost)))
    if (before === undefined || inexact.has(cost.arm)) continue
    for (const [direction, was, is] of [['sent', before.sentBytes, cost.sentBytes], ['received', before.receivedBytes, cost.receivedBytes]] as const) {
      if (was === null || is === null) continue
      compared += 1
      if (was.least !== is.least) different.push({ cell: cellName(cellOf(cost)), direction, base: was.least, head: is.least })
    }
  }
  return { compared, different, inexact: [...inexact] }
}

const varies = ({ sentBytes, receivedBytes }: UnitCost) => [sentBytes, receivedBytes].some((bytes) => bytes !== null && bytes.least !== bytes.most)
