import type { RunFile } from '../archive/run-file.ts'
import { estimateRun } from '../estimate/estimates.ts'
import { checkModel } from '../model/check-model.ts'

/** A run that was killed could not compute its estimates any more: they are made from what it measured, as its own end would have. */
export function withEstimates(run: RunFile): RunFile {
  if (run.estimates !== null || run.bursts.length === 0) return run
  const estimated = { ...run, estimates: estimateRun(run) }
  return { ...estimated, modelCheck: checkModel(estimated) }
}
