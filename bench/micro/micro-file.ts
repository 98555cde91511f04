import { z } from 'zod'
import { environmentSchema } from '../archive/environment.ts'
import { estimateSchema } from '../archive/estimates-schema.ts'
import { fileHead } from '../archive/file-head.ts'

/** Raised when a reader of the old form would misread the new one. */
export const microSchemaVersion = 1
export const microKind = 'etag-bench micro'

const cell = {
  task: z.string(),
  sizeBytes: z.number().int().nullable().describe('of the content; null: the task does not depend on it'),
}

export const microFileSchema = z.object({
  schema: z.literal(microSchemaVersion),
  kind: z.literal(microKind),
  ...fileHead,
  settings: z.object({
    tasks: z.array(z.string()),
    sizesBytes: z.array(z.number().int()),
    payloadFile: z.string().nullable(),
    seed: z.number().int(),
    launches: z.number().int().describe('processes of each task and size, one after the other'),
    warmupMs: z.number().describe('CPU time before anything counts'),
    sampleMs: z.number().describe('CPU time that a sample is sized for'),
    samples: z.number().int().describe('of a launch'),
    inHandler: z.array(z.string()).optional().describe('hashes that are measured in a server, too; absent in older files'),
  }),
  environment: environmentSchema,
  tasks: z.array(z.object({ name: z.string(), summary: z.string() })),
  measurements: z.array(
    z.object({
      launch: z.number().int().describe('0-based; each measurement is a process of its own'),
      ...cell,
      inputBytes: z.number().describe('mean of the inputs, in UTF-8'),
      batch: z.number().int().describe('calls in a sample'),
      samples: z.number().int(),
      cheapestNs: z.number().describe('CPU time per call of the cheapest sample: the figure of the launch'),
      medianNs: z.number().describe('of the middle sample'),
      clockTickNs: z.number().describe('the least step that the clock was seen to make'),
      resultWeight: z.number().describe('length of a result that was kept: proof that it was made'),
    }),
  ),
  inHandler: z
    .array(
      z.object({
        launch: z.number().int().describe('each hash in each launch is a process of its own: a server that answers requests'),
        hash: z.string(),
        sizeBytes: z.number().int(),
        requests: z.number().int().describe('that were timed'),
        handlerNs: z.number().describe('wall time of the middle call, between the other work of a request'),
        loopNs: z.number().describe('the same, right after, in a loop of its own: per call of the middle batch'),
      }),
    )
    .optional()
    .describe('absent in older files'),
  estimates: z
    .object({
      costs: z.array(
        z.object({
          ...cell,
          nsPerOperation: estimateSchema.describe('CPU time, over launches'),
          gigabytesPerSecond: estimateSchema.nullable().describe('input over CPU time, 1e9 bytes; null where the cost does not depend on the input'),
        }),
      ),
      stringOverBuffer: z.array(
        z.object({ ...cell, bufferTask: z.string(), ratio: estimateSchema.describe('cost of the string over that of the Buffer, paired by launch') }),
      ),
      handlerOverLoop: z
        .array(
          z.object({
            hash: z.string(),
            sizeBytes: z.number().int(),
            handlerNs: estimateSchema.describe('wall time of the middle call, over launches'),
            loopNs: estimateSchema,
            ratio: estimateSchema.describe('the first over the second, paired by process'),
          }),
        )
        .optional()
        .describe('absent in older files'),
    })
    .nullable()
    .describe('computed when the run ends; null until then'),
  warnings: z.array(z.string()),
})

export type MicroFile = z.infer<typeof microFileSchema>
export type MicroSettings = Readonly<MicroFile['settings']>
export type MicroMeasurement = MicroFile['measurements'][number]
export type InHandlerMeasurement = NonNullable<MicroFile['inHandler']>[number]
export type MicroCost = NonNullable<MicroFile['estimates']>['costs'][number]
