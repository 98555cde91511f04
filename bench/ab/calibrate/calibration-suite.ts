import { z } from 'zod'
import { environmentSchema } from '../../archive/environment.ts'
import { abSettingsSchema, injectionSchema, verdictSchema } from '../ab-file.ts'
import type { CellEvidence } from '../design/evidence.ts'

/** Raised when a reader of the old form would misread the new one. */
export const calibrationSchemaVersion = 1

const launchEffects = z.array(z.number().nullable())

export const calibrationCellSchema = verdictSchema.omit({ unconfirmedAlarm: true }).extend({
  head: launchEffects.describe('by launch: natural log ratio of the CPU per request of head over base; null: void, or not measured any more'),
  control: launchEffects.describe('the same of base-again over base, in the same launches'),
  confirmation: launchEffects.describe('head in the fresh launches of the confirmation, counted from 0 again'),
  confirmationControl: launchEffects,
  voidReason: z.string().nullable(),
})

/** One line of results/calibration/log.jsonl: a real suite whose truth is known. */
export const calibrationSuiteSchema = z.object({
  schema: z.literal(calibrationSchemaVersion),
  id: z.string().describe('of its suite file'),
  startedAt: z.string(),
  elapsedMs: z.number().describe('from the launch that gauges the injection to the verdicts; builds are made before'),
  commit: z.string().nullable().describe('of all three servers'),
  harnessCommit: z.string().nullable(),
  harnessDirty: z.boolean().nullable().describe('whether code of the harness had changes that are not committed; null: no checkout'),
  environment: environmentSchema.omit({ commit: true, dirty: true }),
  settings: abSettingsSchema.omit({ cells: true, failOnCannotTell: true, exactGates: true, payloadFile: true }),
  injection: injectionSchema,
  launches: z.number().int().describe('of the screening'),
  confirmationLaunches: z.number().int(),
  mostForeignCores: z.number().nullable().describe('the largest of its launches: cores that other processes kept busy'),
  pairs: z.number().int(),
  voidPairs: z.number().int(),
  disturbedPairs: z.number().int().optional().describe('valid ones with a disturbed burst; absent in older suites'),
  exitCode: z.number().int(),
  warnings: z.array(z.string()),
  cells: z.array(calibrationCellSchema),
})

export type CalibrationSuite = z.infer<typeof calibrationSuiteSchema>
export type CalibrationCell = CalibrationSuite['cells'][number]

/** What the decision and the simulations take. */
export function evidenceOf({ cells }: CalibrationSuite): readonly CellEvidence[] {
  return cells.map(({ cell, head, control, confirmation, confirmationControl, voidReason }) => {
    return { cell, head, control, confirmation, confirmationControl, voidReason }
  })
}
