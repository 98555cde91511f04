import { gzipSync } from 'node:zlib'
import type { Arm } from '../plan/arm.ts'
import { planDocuments } from '../plan/documents.ts'
import type { BenchSettings } from '../plan/settings.ts'
import type { Supervisor } from '../target/supervision.ts'
import type { RunningArm } from './running-arm.ts'
import { startArms, stopArms } from './running-arm.ts'
import type { ContentWeight } from './unit-cost-run.ts'

/** Of the control's first document of each size. */
export function weighContents(running: readonly RunningArm[], sizesBytes: readonly number[]): readonly ContentWeight[] {
  const control = running.find(({ arm }) => arm.role === 'control')
  return sizesBytes.flatMap((sizeBytes, index) => {
    const content = control?.documents[index]?.[0]?.content
    return content === undefined ? [] : [{ sizeBytes, gzipBytes: gzipSync(content).length }]
  })
}

/** The same for a run that measures no unit costs: from a server of the control that is started for it, and gone afterwards. */
export async function weighContentsApart(
  control: Arm,
  settings: BenchSettings,
  supervisor: Supervisor,
  signal: AbortSignal,
): Promise<readonly ContentWeight[]> {
  const running = await startArms([control], settings, planDocuments(settings.sizesBytes.length, 1), supervisor, signal)
  try {
    return weighContents(running, settings.sizesBytes)
  } finally {
    await stopArms(running)
  }
}
