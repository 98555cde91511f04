import { z } from 'zod'

const figure = z.enum(['cpu', 'bytes', 'aborts', 'lost'])

/** The cost model against what it was not fitted on. */
export const modelCheckSchema = z.object({
  cells: z.array(
    z.object({
      figure: figure.describe('cpu: µs per request; bytes: per poll, both directions; aborts: 412s over conditional writes; lost: of the accepted edits'),
      strategy: z.string(),
      what: z.string().describe('the script or the burst'),
      sizeBytes: z.number().int(),
      predicted: z.number(),
      measured: z.number(),
      relativeError: z.number().describe('(predicted - measured) / measured'),
    }),
  ).readonly(),
  summaries: z.array(
    z.object({
      figure,
      cells: z.number().int(),
      medianError: z.number().nullable().describe('of the errors without their signs; null: nothing of the kind was measured'),
      worstError: z.number().nullable(),
      worstCell: z.string().nullable(),
      reach: z.number().describe('what the median should stay within'),
    }),
  ).readonly(),
  unchecked: z.array(z.string()).readonly().describe('what was left out, and why'),
})
