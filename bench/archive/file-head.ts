import { z } from 'zod'

/** What a file says of the command that wrote it, whatever was measured. */
export const fileHead = {
  id: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  status: z.enum(['partial', 'complete']).describe('partial: still running, or it ended early'),
  endedBy: z.string().nullable().describe('what ended a partial run'),
  command: z.string(),
}
