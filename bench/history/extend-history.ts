import type { AbFile } from '../ab/ab-file.ts'
import type { HistoryEntry } from './history-entry.ts'
import { findHistoryDoubts, historyEntryOf } from './history-entry-of.ts'

export interface NamedSuite {
  readonly path: string
  readonly file: AbFile
}

export interface ExtendedHistory {
  /** By the time of their suites, oldest first, whenever they were added. */
  readonly entries: readonly HistoryEntry[]
  readonly added: readonly string[]
  /** Ids of suites that were there already. */
  readonly known: readonly string[]
  /** Why nothing may be added; a sentence for each suite. */
  readonly problems: readonly string[]
}

/**
 * Adds suites, each once. Effects against different builds, of different servers or machines, make no line: every suite must have
 * the reference of the first, its command and its machine.
 */
export function extendHistory(history: readonly HistoryEntry[], suites: readonly NamedSuite[]): ExtendedHistory {
  const entries = [...history]
  const added: string[] = []
  const known: string[] = []
  const problems: string[] = []
  for (const { path, file } of suites.toSorted((a, b) => byTime(a.file, b.file))) {
    const doubts = findHistoryDoubts(file)
    const entry = historyEntryOf(file)
    const first = entries[0]
    if (doubts.length > 0) problems.push(`${path}: ${doubts.join('; ')}`)
    else if (entries.some(({ suite }) => suite === entry.suite)) known.push(entry.suite)
    else {
      const mismatch = first && findMismatch(first, entry)
      if (mismatch !== undefined) problems.push(`${path}: ${mismatch}`)
      else {
        entries.push(entry)
        added.push(entry.suite)
      }
    }
  }
  return { entries: entries.toSorted(byTime), added, known, problems }
}

function findMismatch(first: HistoryEntry, entry: HistoryEntry): string | undefined {
  if (first.reference !== entry.reference) return `its base is ${entry.reference.slice(0, 10)}, and the reference of this history is ${first.reference.slice(0, 10)}`
  if (first.command !== entry.command) return `its servers are started by ${starterText(entry)}, and those of this history by ${starterText(first)}`
  if (machineText(first) !== machineText(entry)) return `made on ${machineText(entry)}, and this history on ${machineText(first)}`
  return undefined
}

const starterText = ({ command }: HistoryEntry) => command ?? 'the project itself'

const byTime = (a: { readonly startedAt: string }, b: { readonly startedAt: string }) => a.startedAt.localeCompare(b.startedAt)

const machineText = ({ machine: { cpuModel, cores, node } }: HistoryEntry) => `${cpuModel}, ${cores} cores, Node ${node}`
