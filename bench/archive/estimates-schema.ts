import { z } from 'zod'

/** A figure over launches: with an interval, or without one and the reason why. */
export const estimateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('interval'),
    point: z.number(),
    low: z.number(),
    high: z.number(),
    level: z.number(),
    coverage: z.number().describe('the level that the exact interval has; at least `level`'),
    launches: z.number().int(),
  }),
  z.object({ kind: z.literal('point-only'), point: z.number(), level: z.number(), launches: z.number().int(), why: z.string() }),
])

const bytes = z
  .object({ least: z.number(), most: z.number() })
  .describe('per request, exact; least and most over launches differ when a tag or an edit changes its width')

export const unitCostSchema = z.object({
  arm: z.string(),
  responseClass: z.enum(['200', '304', 'put', '412']),
  sizeBytes: z.number().int(),
  load: z.string(),
  cpuUsPerRequest: estimateSchema.nullable().describe('server CPU; null: void, see voidReason'),
  ratioToControl: estimateSchema.nullable().describe('to the mean of both `none` arms, on the same request, within a launch'),
  ratioToFloor: estimateSchema.nullable().describe('to the constant answer of bare node:http (200 and 304 only)'),
  ratioToNarrowFloor: estimateSchema.nullable().describe('to the narrow read on bare node:http (304 only)'),
  sentBytes: bytes.nullable(),
  receivedBytes: bytes.nullable(),
  requestsPerSecond: z.number().nullable().describe('median over launches'),
  serviceP50Us: z.number().nullable(),
  serviceP99Us: z.number().nullable(),
  responseP50Us: z.number().nullable().describe('from the intended start; fixed rates only'),
  responseP99Us: z.number().nullable(),
  settling: estimateSchema.nullable().describe('saturated only, with at least 2 rounds: cheapest burst of the later rounds over the cheapest of the earlier ones'),
  launches: z.number().int().describe('with at least one valid burst'),
  voidLaunches: z.number().int(),
  voidReason: z.string().nullable().describe('why there is no figure: no valid burst, or a cost that has not settled'),
})

export const rankingSchema = z.object({
  responseClass: z.enum(['200', '304', 'put', '412']),
  sizeBytes: z.number().int(),
  load: z.string(),
  order: z.array(z.string()).describe('strategies, cheapest first'),
  cheapest: z.string().nullable(),
  indistinguishable: z.array(z.string()).describe('cannot be told from the cheapest: the paired interval includes 1'),
  pairs: z.array(z.object({ arm: z.string(), other: z.string(), ratio: estimateSchema.nullable(), holmPValue: z.number() })),
})

export const savingSchema = z.object({
  strategy: z.string(),
  sizeBytes: z.number().int(),
  load: z.string(),
  bytesSavedPer304: z.number().describe('a plain GET and its 200 on `none`, less the conditional GET and its 304, both directions, in the encoding of the run'),
  gzipBytes: z.number().int().nullable().describe('what gzip at its default level makes of the content; null: not known'),
  bytesSavedPer304WithGzip: z.number().nullable().describe('the same where the API compresses: measured with --encoding gzip, else computed from gzipBytes'),
  bytesAddedPer200: z.number().describe('what validators add to a poll that finds a change, both directions'),
  breakEven304FractionBytes: z.number().nullable().describe('share of 304s from which the tag saves bytes; null: never'),
  breakEven304FractionCpu: estimateSchema.nullable().describe('share of 304s from which the tag saves server CPU; 0: always, 1: never; an interval from 0 to 1: the launches cannot tell'),
})

export const estimatesSchema = z.object({
  unitCosts: z.array(unitCostSchema),
  rankings: z.array(rankingSchema),
  savings: z.array(savingSchema),
  control: z.object({
    overall: estimateSchema.nullable().describe('second `none` arm over the first, all saturated cells of a launch together'),
    cells: z.array(
      z.object({ responseClass: z.enum(['200', '304', 'put', '412']), sizeBytes: z.number().int(), load: z.string(), ratio: estimateSchema.nullable() }),
    ),
  }),
  laneAgreement: estimateSchema.nullable().describe('virtual users over autocannon, CPU per request of the same closed class'),
  medianRelativeHalfWidth: z.number().nullable().describe('of the intervals on saturated ratios to the control'),
})

export type UnitCost = z.infer<typeof unitCostSchema>
export type RankingEntry = z.infer<typeof rankingSchema>
export type Saving = z.infer<typeof savingSchema>
export type Estimates = z.infer<typeof estimatesSchema>
export type EstimateEntry = z.infer<typeof estimateSchema>
