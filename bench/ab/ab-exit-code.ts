import type { AbFile } from './ab-file.ts'

/**
 * 1: a regression, or an exact gate that did not hold; 4: no cell could be compared; 3: a cell alarmed and could not be
 * confirmed, void ones too, or cannot be told and that is to count; 0: no regression. A suite that ended early throws, and the error has the code.
 */
export function exitCodeOfSuite({ verdicts, exact, settings }: Pick<AbFile, 'verdicts' | 'exact' | 'settings'>): number {
  if (verdicts.some(({ verdict }) => verdict === 'regressed') || exact.some(({ passed }) => !passed)) return 1
  if (verdicts.every(({ verdict }) => verdict === 'void')) return 4
  if (verdicts.some(({ unconfirmedAlarm }) => unconfirmedAlarm)) return 3
  return settings.failOnCannotTell && verdicts.some(({ verdict }) => verdict === 'cannot-tell') ? 3 : 0
}
