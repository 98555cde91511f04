import { z } from 'zod'
import { environmentSchema } from '../archive/environment.ts'
import { runFileSchema } from '../archive/run-file.ts'

/** Raised when a reader of the old form would misread the new one. */
export const abSchemaVersion = 1

const responseClass = z.enum(['200', '304', 'put', '412'])
const pairedArm = z.enum(['head', 'base-again'])
const otherThreadsNs = z.number().nullable().optional()

export const estimateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('interval'),
    point: z.number(),
    low: z.number(),
    high: z.number(),
    level: z.number(),
    coverage: z.number(),
    launches: z.number().int(),
  }),
  z.object({ kind: z.literal('point-only'), point: z.number(), level: z.number(), launches: z.number().int(), why: z.string() }),
])

export const pairSchema = z.object({
  cell: z.string(),
  arm: pairedArm.describe('what is held against base; both arms of a round share its burst of base'),
  pair: z.number().int().describe('0-based round within the launch and cell'),
  numeratorFirst: z.boolean().describe('whether the arm had its burst before base'),
  numeratorNs: z.number().describe('server CPU of the burst of the arm, connection set-up included'),
  denominatorNs: z.number().describe('the same of the burst of base'),
  numeratorOtherThreadsNs: otherThreadsNs.describe('of numeratorNs, threads other than the first of each process: in Node collections and compilation; null or absent: not known'),
  denominatorOtherThreadsNs: otherThreadsNs.describe('the same of denominatorNs'),
  disturbed: z.array(z.enum(['base', 'head', 'base-again'])).optional().describe('whose burst of the two was disturbed, to go by its other threads: such pairs only count where too few are undisturbed; absent in older files'),
  requests: z.number().int().describe('of either burst'),
  voidReason: z.string().nullable().describe('why the pair is not counted; null: it is'),
  wrongAnswer: z.boolean().describe('void because of a status that the class does not have: no launch can mend that'),
})

export const launchSchema = z.object({
  launch: z.number().int().describe('0-based within its phase; a launch is a fresh process of every server'),
  confirmation: z.boolean().describe('whether it belongs to the confirmation of alarms'),
  startedAt: z.string(),
  startMs: z.number().describe('wall time: servers started and their documents read'),
  warmUpMs: z.number(),
  burstsMs: z.number(),
  foreignCores: z.number().nullable().describe('cores that other processes kept busy meanwhile; null: not known'),
  cells: z.array(z.string()).describe('measured in it'),
  pairs: z.array(pairSchema),
})

export const abCellSchema = z.object({ name: z.string(), strategy: z.string(), sizeBytes: z.number().int(), responseClass })

export const buildSchema = z.object({
  ref: z.string().nullable().describe('as asked for; null: the working tree, or a command'),
  commit: z.string().nullable().describe('null: a command'),
  dirty: z.boolean().describe('holds changes that no commit has'),
  dependencies: z.string().describe('where its packages came from'),
  command: z.string().nullable().describe('what starts its server; null: the servers of the project'),
})

export const designSchema = z.object({
  looks: z.array(z.number().int()),
  familyAlpha: z.number(),
  alphaShares: z.array(z.number()),
  nonInferiorityAlphas: z.array(z.number()),
  minimumEffect: z.number(),
  margin: z.number(),
  noisyMargin: z.number(),
  noisyLaunchSd: z.number(),
  controlAlpha: z.number(),
  improvementAlpha: z.number(),
  confirmationLaunches: z.number().int(),
  confirmationAlpha: z.number(),
  intervalLevel: z.number(),
})

export const abSettingsSchema = z.object({
  mode: z.enum(['gate', 'smoke']).describe('smoke: a few short launches that only see gross changes'),
  cells: z.array(abCellSchema),
  ignored: z.array(z.string()).describe('cells that were chosen and left out'),
  payloadFile: z.string().nullable().describe('--payload as typed: the document that the servers serve; null: orders of the sizes of the cells'),
  design: designSchema,
  mostLaunches: z.number().int().describe('screening ends after so many launches; where cells are open then, alarms are not confirmed any more'),
  seed: z.number().int(),
  connections: z.number().int(),
  warmupCpuMsPerClass: z.number().describe('server CPU spent on each class of each arm before anything counts'),
  burstCpuMs: z.number().describe('server CPU that a burst is sized for'),
  pairsPerLaunch: z.number().int().describe('valid pairs wanted of each cell and arm in a launch'),
  failOnCannotTell: z.boolean(),
  exactGates: z.boolean().describe('whether the exact gates are played; false: --no-exact, or a suite of the calibration'),
})

export const verdictSchema = z.object({
  cell: z.string(),
  verdict: z.enum(['regressed', 'improved', 'no-change', 'cannot-tell', 'void']),
  effect: estimateSchema.nullable().describe('head over base'),
  controlEffect: estimateSchema.nullable().describe('base-again over base'),
  launches: z.number().int(),
  confirmationLaunches: z.number().int(),
  launchSd: z.number().nullable().describe('standard deviation between launches, of the log ratio'),
  margin: z.number().describe('change that had to be ruled out'),
  smallestEffect: z.number().nullable().describe('smallest slowdown that is found with 95 % probability at this spread'),
  unconfirmedAlarm: z.boolean().describe('it alarmed, and no fresh launches could confirm or refute that: the suite ended before, or they are void'),
  why: z.string(),
})

/** Counts that must be equal on both builds, or that must be zero. */
export const exactResultSchema = z.object({
  gate: z.string().describe('what is compared: bytes received, lost updates ...'),
  cell: z.string().describe('strategy and size; with a class where the figure is of one'),
  base: z.string().describe('figure of base, with its unit'),
  head: z.string(),
  passed: z.boolean(),
  why: z.string(),
})

export const injectionSchema = z.object({
  percent: z.number(),
  waitNs: z.record(z.string(), z.number()).describe('cell to the wait that head adds to each of its answers'),
})

export const abFileSchema = z.object({
  schema: z.literal(abSchemaVersion),
  kind: z.literal('etag-bench ab'),
  id: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  status: z.enum(['partial', 'complete']).describe('partial: still running, or it ended early'),
  endedBy: z.string().nullable().describe('what ended a partial suite'),
  command: z.string(),
  settings: abSettingsSchema,
  environment: environmentSchema,
  payload: runFileSchema.shape.payload.describe('null: without --payload'),
  builds: z.object({ base: buildSchema, head: buildSchema }),
  injection: injectionSchema.nullable().describe('calibration only: a slowdown that head was given'),
  launches: z.array(launchSchema),
  exact: z.array(exactResultSchema),
  verdicts: z.array(verdictSchema).describe('of every cell; empty until the suite ends'),
  exitCode: z.number().int().nullable().describe('null until the suite ends'),
  warnings: z.array(z.string()),
})

export type AbFile = z.infer<typeof abFileSchema>
export type AbSettings = z.infer<typeof abSettingsSchema>
export type AbLaunch = z.infer<typeof launchSchema>
export type AbPair = z.infer<typeof pairSchema>
export type AbVerdict = z.infer<typeof verdictSchema>
export type BuildEntry = z.infer<typeof buildSchema>
export type ExactResult = z.infer<typeof exactResultSchema>
export type Injection = z.infer<typeof injectionSchema>
