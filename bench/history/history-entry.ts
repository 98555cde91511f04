import { z } from 'zod'
import { estimateSchema } from '../ab/ab-file.ts'

/** A line of results/history.jsonl: one suite against the pinned reference build. */
export const historyEntrySchema = z.object({
  schema: z.literal(1),
  kind: z.literal('etag-bench history'),
  suite: z.string().describe('its id; a suite is in the history once'),
  startedAt: z.string(),
  commit: z.string().describe('of head'),
  reference: z.string().describe('commit of base: the same in every line'),
  command: z.string().nullable().describe('what starts the servers, the same in every line; null: those of the project'),
  machine: z.object({ cpuModel: z.string(), cores: z.number().int(), node: z.string() }),
  cells: z.array(
    z.object({
      cell: z.string(),
      verdict: z.enum(['regressed', 'improved', 'no-change', 'cannot-tell', 'void']),
      effect: estimateSchema.nullable().describe('head over the reference; null: void'),
      launchSd: z.number().nullable().describe('of the log ratio, between launches'),
      smallestEffect: z.number().nullable().describe('smallest slowdown that is found with 95 % probability'),
    }),
  ),
})

export type HistoryEntry = z.infer<typeof historyEntrySchema>
