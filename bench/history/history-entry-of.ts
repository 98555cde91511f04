import type { AbFile } from '../ab/ab-file.ts'
import type { HistoryEntry } from './history-entry.ts'

/** Why a suite says nothing about the history of a project, a sentence each; none: it does. */
export function findHistoryDoubts({ status, endedBy, settings, builds, injection, verdicts }: AbFile): readonly string[] {
  const { base, head } = builds
  return [
    ...(status === 'complete' ? [] : [`it is partial: ${endedBy ?? 'still under way'}`]),
    ...(settings.mode === 'gate' ? [] : ['it is a smoke run, whose effects are rough']),
    ...(injection === null ? [] : ['its head was slowed on purpose']),
    ...(base.commit === null || head.commit === null ? ['it compares commands, not commits'] : []),
    ...(head.dirty ? ['its head holds changes that no commit has'] : []),
    ...(verdicts.every(({ effect }) => effect === null) ? ['it has no effect of any cell'] : []),
  ]
}

/** Call it for a suite without doubts, or whose doubts are known: of commits. */
export function historyEntryOf({ id, startedAt, builds, environment, verdicts }: AbFile): HistoryEntry {
  const { cpuModel, cores, node } = environment
  return {
    schema: 1,
    kind: 'etag-bench history',
    suite: id,
    startedAt,
    commit: builds.head.commit ?? '',
    reference: builds.base.commit ?? '',
    command: builds.head.command,
    machine: { cpuModel, cores, node },
    cells: verdicts.map(({ cell, verdict, effect, launchSd, smallestEffect }) => ({ cell, verdict, effect, launchSd, smallestEffect })),
  }
}
