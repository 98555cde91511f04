import type { AbFile } from '../ab/ab-file.ts'
import type { HistoryEntry } from './history-entry.ts'
import { findHistoryDoubts, historyEntryOf } from './history-entry-of.ts'

export interface NamedSuite {
  readonly path: string
  readonly file: AbFile
}

export interface ExtendedHistory {
  readonly entries: readonly HistoryEntry[]
  readonly added: readonly string[]
  /** Ids of suites that were there already. */
  readonly known: readonly string[]
  /** Why nothing may be added; a sentence for each suite. */
  readonly problems: readonly string[]
}

/**
 * Adds suites in the order of their time. Effects against different builds, or of different machines, make no line: every suite must have the
 * reference of the first, on the same machine.
 */
export function extendHistory(history: readonly HistoryEntry[], suites: readonly NamedSuite[]): ExtendedHistory {
  const entries = [...history]
  const added: string[] = []
  const known: string[] = []
  const problems: string[] = []
  for (const { path, file } of suites.toSorted((a, b) => (a.file.startedAt < b.file.startedAt ? -1 : 1))) {
    const doubts = findHistoryDoubts(file)
    const entry = historyEntryOf(file)
    const first = entries[0]
    if (doubts.length > 0) problems.push(`${path}: ${doubts.join('; ')}`)
    else if (entries.some(({ suite }) => suite === entry.suite)) known.push(entry.suite)
    else if (first !== undefined && first.reference !== entry.reference) {
      problems.push(`${path}: its base is ${entry.reference.slice(0, 10)}, and the reference of this history is ${first.reference.slice(0, 10)}`)
    } else if (first !== undefined && machineText(first) !== machineText(entry)) {
      problems.push(`${path}: made on ${machineText(entry)}, and this history on ${machineText(first)}`)
    } else {
      entries.push(entry)
      added.push(entry.suite)
    }
  }
  return { entries, added, known, problems }
}

const machineText = ({ machine: { cpuModel, cores, node } }: HistoryEntry) => `${cpuModel}, ${cores} cores, Node ${node}`
