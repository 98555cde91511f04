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

const charges = z.array(
  z.object({
    kind: z.string().describe('stable name, such as lost-updates or foreign-tag'),
    count: z.number().int(),
    message: z.string().describe('what was seen, with evidence'),
  }),
)

export const scenarioRecordSchema = z.object({
  scenario: z.string(),
  attempt: z.number().int().describe('1, or more where earlier attempts were void'),
  variant: z.string().describe('what distinguishes several settings of one scenario, such as "10 % changed"'),
  strategy: z.string(),
  sizeBytes: z.number().int(),
  settings: z.record(z.string(), z.union([z.number(), z.string()])),
  workload: z.enum(['closed', 'open']).describe('closed: users wait for answers; open: arrivals do not'),
  serverFlags: z.record(z.string(), z.string()).describe('what the server was told beside the usual, such as drift: key-order'),
  wallNs: z.number(),
  requests: z.number().int(),
  dropped: z.number().int().describe('open workload: requests that could not leave in time and were never sent'),
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
      blindAttempts: z.number().int().describe('without a precondition: they overwrite whatever is there'),
      aborts: z.number().int(),
      abortRate: z.number().describe('412s over attempts with a precondition'),
      committed: z.number().int().describe('acknowledged'),
      touches: z.number().int().describe('acknowledged writes of unchanged content; no edits, and in no other figure here'),
      gaveUp: z.number().int(),
      indeterminate: z.number().int().describe('no complete answer came, or a 5xx: applied or not'),
      wastedRequests: z.number().int().describe('of all edits: what they sent beyond the write that was accepted and the read before it'),
      wastedBytes: z.number().int().describe('of those requests and their answers'),
      requestsPerCommit: z.number().nullable().describe('reads and writes of all edits, over committed ones'),
      bytesPerCommit: z.number().nullable().describe('of those requests and their answers'),
      committedPerSecond: z.number(),
      goodputPerSecond: z.number().describe('committed and certainly not lost'),
      timeToCommit: durations.describe("from the intended start of an edit's first request to its acknowledgement, thinking included"),
      attemptsHistogram: z.record(z.string(), z.number().int()).describe('attempts that a committed edit took, to the number of such edits'),
    })
    .nullable(),
  lostUpdates: z.object({
    least: z.number().int(),
    most: z.number().int().describe('more than least only when edits are indeterminate'),
    acknowledged: z.number().int(),
    documentsWithLosses: z.number().int().describe('that lost at least one edit for certain'),
  }),
  lostByCommitLog: z.number().int().describe('by the server\'s own log: acknowledged edits that are not in the history of the final content'),
  overwritingWrites: z.number().int().describe('by the server\'s own log: commits that replaced what their editor had not read'),
  findings: charges.describe('what the strategy cannot prevent'),
  violations: charges.describe('what must never happen: oracles that disagree, a strong tag that failed'),
  generator: z.object({
    cpuFraction: z.number(),
    eventLoopLagP99Ns: z.number(),
    lateStarts: z.number().int(),
    reconnects: z.number().int(),
  }),
  voidReason: z.string().nullable(),
})

export type ScenarioRecord = z.infer<typeof scenarioRecordSchema>
