import { z } from 'zod'

const checkFields = { check: z.string(), title: z.string(), rfc: z.string() }

const evidenceSchema = z.strictObject({
  label: z.string(),
  requestHead: z.string(),
  responseHead: z.string(),
  remark: z.string().optional(),
})

const findingSchema = z.strictObject({
  check: z.string(),
  id: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  seen: z.string(),
  why: z.string(),
  rfc: z.string(),
  mend: z.string(),
  snippets: z.array(z.strictObject({ for: z.enum(['express', 'fastify', 'nginx']), code: z.string() })),
  evidence: z.array(evidenceSchema),
})

/** What the plain GET showed. */
const targetSchema = z.strictObject({
  status: z.number().int(),
  reason: z.string(),
  contentType: z.string().nullable(),
  contentBytes: z.number().int(),
  /** Content-Encoding of an answer to a request that named none. */
  contentCoding: z.string().nullable(),
  /** How the end of the content is told. */
  framing: z.enum(['content-length', 'chunked', 'until-close']),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  cacheControl: z.string().nullable(),
  elapsedMs: z.number(),
})

/** What `npm run probe -- URL --json` prints. */
export const probeReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  url: z.string(),
  also: z.array(z.string()),
  /** `ended-early`: the target stopped giving usable answers; `unreachable`: it gave none from the start. */
  status: z.enum(['complete', 'ended-early', 'interrupted', 'unreachable']),
  endedBy: z.strictObject({ kind: z.string(), message: z.string() }).nullable(),
  target: targetSchema.nullable(),
  requests: z.number().int(),
  elapsedMs: z.number(),
  findings: z.array(findingSchema),
  passed: z.array(z.strictObject({ ...checkFields, seen: z.string() })),
  /** `crashed`: a fault of the probe, not of the target. */
  unchecked: z.array(z.strictObject({ ...checkFields, because: z.string(), crashed: z.boolean() })),
  /** What was written, and whether the resource is as it was; null without --write. */
  write: z.strictObject({ field: z.string().nullable(), restored: z.string() }).nullable(),
})

export type ProbeReport = z.infer<typeof probeReportSchema>
export type ReportedFinding = ProbeReport['findings'][number]
