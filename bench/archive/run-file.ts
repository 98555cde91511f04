import { z } from 'zod'
import { environmentSchema } from './environment.ts'
import { estimatesSchema } from './estimates-schema.ts'
import { fileHead } from './file-head.ts'
import { modelCheckSchema } from './model-check-schema.ts'
import { scenarioRecordSchema } from './scenario-record.ts'

/** Raised when a reader of the old form would misread the new one. */
export const schemaVersion = 2

const statuses = z.record(z.string(), z.number().int()).describe('status code to number of responses')
const contentCoding = z.enum(['identity', 'gzip'])
const responseClass = z.enum(['200', '304', 'put', '412'])

export const armSchema = z.object({
  name: z.string(),
  role: z.enum(['control', 'control-again', 'strategy', 'reference']),
  summary: z.string(),
  caveat: z.string().nullable().optional().describe('what whoever picks it has to know beforehand'),
  writeGuard: z.enum(['if-match', 'if-unmodified-since', 'none']),
  strongTag: z.boolean(),
  blindMs: z.number().optional().describe('changes of one document this close together may share a validator; 0: never; absent in older files'),
  asksFor: z.array(z.enum(['column', 'trusted-content', 'one-process'])).optional().describe('of whoever adopts it; absent in older files'),
  classes: z.array(responseClass),
  encoding: contentCoding.describe('in which its contents are asked for, and come'),
})

export const burstSchema = z.object({
  launch: z.number().int().describe('0-based; a launch is a fresh process of every server'),
  arm: z.string(),
  responseClass,
  sizeBytes: z.number().int().describe('content as sent'),
  load: z.string().describe('saturated | closed-autocannon | closed-users | <rate>/s'),
  round: z.number().int().describe('0-based, within the launch'),
  attempt: z.number().int().describe('1, or more where earlier attempts were void'),
  requests: z.number().int(),
  statuses,
  errors: z.number().int(),
  timeouts: z.number().int(),
  cpuNs: z.number().describe('server CPU of the burst, connection set-up included'),
  otherThreadsCpuNs: z
    .number()
    .nullable()
    .optional()
    .describe('of it, threads other than the first of each process: collections and compilation in Node; null or absent: not known'),
  generatorCpuNs: z.number().describe('CPU of the harness while it made the burst'),
  wallNs: z.number().describe('first request sent to last response complete'),
  busyFraction: z.number().describe('server CPU over wall time; 1 is one busy core'),
  stealFraction: z.number().describe('CPU time that the host took away, over all cores'),
  sentBytes: z.number().int().describe('harness to server, at the sockets, heads included'),
  receivedBytes: z.number().int(),
  serviceTime: z.object({ p50Us: z.number(), p99Us: z.number(), maxUs: z.number() }),
  arrivals: z
    .object({
      late: z.number().int(),
      dropped: z.number().int(),
      generatorCpuFraction: z.number(),
      responseP50Us: z.number(),
      responseP99Us: z.number(),
    })
    .nullable()
    .describe('fixed rates only: how the schedule was kept, and response time from the intended start'),
  startedAt: z.string(),
  voidReason: z.string().nullable().describe('why the burst is not counted; null: it is'),
})

/** Of the classes. */
const mix = z.partialRecord(responseClass, z.number().int()).describe('proportions')

export const mixedBurstSchema = burstSchema.omit({ responseClass: true }).extend({ requestsPerSecond: z.number().nullable().describe('null: saturated'), mix })

export const settingsSchema = z.object({
  mode: z.enum(['quick', 'default', 'thorough']),
  strategies: z.array(z.string()),
  references: z.array(z.string()),
  sizesBytes: z.array(z.number().int()),
  payloadFile: z.string().nullable(),
  encoding: contentCoding.describe('in which strategies send their contents; references are as they are'),
  scenarios: z.array(z.string()),
  classes: z.array(responseClass),
  seed: z.number().int(),
  launches: z.number().int(),
  connections: z.number().int(),
  warmupCpuMsPerClass: z.number(),
  burstCpuMs: z.number(),
  roundsPerLaunch: z.number().int().describe('saturated bursts of each cell in a launch'),
  fixedRates: z.array(z.object({ load: z.string(), requestsPerSecond: z.number(), seconds: z.number(), roundsPerLaunch: z.number().int() })),
  fixedRateSizesBytes: z.array(z.number().int()),
  laneAgreement: z.object({ sizeBytes: z.number().int(), rounds: z.number().int() }).nullable(),
  modelCheck: z
    .object({ requestsPerSecond: z.number().nullable().describe('null: as fast as it goes'), mix, sizeBytes: z.number().int(), roundsPerLaunch: z.number().int() })
    .nullable()
    .optional()
    .describe('bursts of mixed classes that the cost model must foretell; absent in older files'),
  scenarioScale: z.number(),
  scenarioSettings: z.record(z.string(), z.array(z.union([z.number(), z.string()]))).describe('settings of scenarios given by flags, by name; several values: a sweep'),
})

export const runFileSchema = z.object({
  schema: z.literal(schemaVersion),
  kind: z.literal('etag-bench run'),
  ...fileHead,
  settings: settingsSchema,
  environment: environmentSchema,
  arms: z.array(armSchema),
  payload: z
    .object({
      file: z.string(),
      fileBytes: z.number().int(),
      sentBytes: z.number().int().describe('after parse and serialise, bookkeeping included'),
      bookkeepingBytes: z.number().int(),
      bookkeeping: z.enum(['member', 'envelope']),
    })
    .nullable(),
  contents: z
    .array(z.object({ sizeBytes: z.number().int(), gzipBytes: z.number().int() }))
    .describe('of one document of each size: what gzip at its default level makes of the content'),
  warmUps: z.array(
    z.object({
      launch: z.number().int(),
      arm: z.string(),
      requests: z.number().int(),
      cpuNs: z.number(),
    }),
  ),
  connectionCosts: z.array(
    z.object({
      launch: z.number().int(),
      arm: z.string(),
      connections: z.number().int(),
      cpuNs: z.number().describe('what opening the connections of one burst costs the server; subtracted from saturated bursts'),
      plainGetSentBytes: z.number().describe('of one unconditional GET'),
    }),
  ),
  bursts: z.array(burstSchema),
  mixedBursts: z.array(mixedBurstSchema).optional().describe('classes in random order; no estimate comes from them: the cost model is checked on them'),
  scenarios: z.array(scenarioRecordSchema),
  estimates: estimatesSchema.nullable().describe('computed when the run ends; null until then'),
  modelCheck: modelCheckSchema.nullable().optional().describe('what the cost model foretold, beside what was measured; null until the run ends'),
  warnings: z.array(z.string()),
})

export type RunFile = z.infer<typeof runFileSchema>
export type BurstEntry = z.infer<typeof burstSchema>
export type MixedBurstEntry = z.infer<typeof mixedBurstSchema>
export type ArmEntry = z.infer<typeof armSchema>
