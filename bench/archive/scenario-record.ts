import { z } from 'zod'

const durations = z
  .object({
    count: z.number().int(),
    p50Ns: z.number(),
    p90Ns: z.number(),
    p99Ns: z.number(),
    maxNs: z.number(),
    encoded: z.string().describe('HdrHistogram V2, compressed, base64: can be merged with others'),
  })
  .describe('nanoseconds')

export const scenarioRecordSchema = z.object({
  scenario: z.string(),
  variant: z.string().describe('what distinguishes several settings of one scenario, such as "10 % changed"'),
  strategy: z.string(),
  sizeBytes: z.number().int(),
  settings: z.record(z.string(), z.number()),
  wallNs: z.number(),
  requests: z.number().int(),
  statuses: z.record(z.string(), z.number().int()).describe('status code to count; 0: no answer'),
  byKind: z.record(
    z.string(),
    z.object({
      requests: z.number().int(),
      outcomes: z.record(z.string(), z.number().int()),
      sentBytes: z.number().int(),
      receivedBytes: z.number().int(),
      responseTime: durations.describe('from the intended start'),
      serviceTime: durations.describe('from the send'),
    }),
  ),
  polls: z
    .object({
      conditional: z.number().int(),
      notModified: z.number().int(),
      trueNotModified: z.number().int(),
      certainFalse: z.number().int().describe('304s although a change was acknowledged before the poll was sent'),
      possibleFalse: z.number().int().describe('304s while a change was under way'),
      uselessOk: z.number().int().describe('200s with the representation that the client already had'),
    })
    .nullable(),
  edits: z
    .object({
      attempts: z.number().int(),
      aborts: z.number().int(),
      abortRate: z.number().describe('412s over attempts with a precondition'),
      committed: z.number().int().describe('acknowledged'),
      gaveUp: z.number().int(),
      indeterminate: z.number().int().describe('no answer came: applied or not'),
      bytesPerCommit: z.number().nullable(),
    })
    .nullable(),
  lostUpdates: z.object({
    least: z.number().int(),
    most: z.number().int().describe('more than least only when edits are indeterminate'),
    acknowledged: z.number().int(),
  }),
  overwritingWrites: z.number().int().describe('by the server\'s own log: commits that replaced what their editor had not read'),
  findings: z.array(z.string()).describe('what the strategy cannot prevent'),
  violations: z.array(z.string()).describe('what must never happen: oracles that disagree, a strong tag that failed'),
  generator: z.object({
    cpuFraction: z.number(),
    eventLoopLagP99Ns: z.number(),
    lateStarts: z.number().int(),
    reconnects: z.number().int(),
  }),
  voidReason: z.string().nullable(),
})

export type ScenarioRecord = z.infer<typeof scenarioRecordSchema>
