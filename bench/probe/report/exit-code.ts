import type { ProbeReport } from './report-schema.ts'

export const failLevels = ['error', 'warning'] as const
export type FailLevel = (typeof failLevels)[number]

/**
 * 0 nothing wrong; 1 findings of this level or above (notes never count); 4 no check said anything; 5 unreachable, or the target or a
 * check of ours failed on the way; 130 interrupted.
 */
export function exitCodeOfProbe({ status, findings, passed, unchecked }: ProbeReport, failOn: FailLevel): number {
  if (status === 'interrupted') return 130
  const levels: readonly string[] = failOn === 'error' ? ['error'] : failLevels
  if (findings.some(({ severity }) => levels.includes(severity))) return 1
  if (status !== 'complete' || unchecked.some(({ crashed }) => crashed)) return 5
  return findings.length + passed.length === 0 ? 4 : 0
}
