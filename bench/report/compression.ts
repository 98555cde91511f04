import type { RunFile } from '../archive/run-file.ts'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { pollBytesWithGzip } from '../estimate/gzip-saving.ts'

/** What a run without compression tells of one with it: gzipped sizes of contents, and whose tags are strong. */
export type Compression = Pick<RunFile, 'arms' | 'contents'>

/** Undefined in a run that compresses: there the bytes at the socket are those. */
export function knownCompression({ arms, contents, settings }: RunFile): Compression | undefined {
  return settings.encoding === 'gzip' ? undefined : { arms, contents }
}

/** Bytes of all polls, both directions. */
export function pollBytes({ byKind: { poll } }: ScenarioRecord): number | undefined {
  return poll && poll.sentBytes + poll.receivedBytes
}

/** The same where the API compresses; undefined where the gzipped size is not known. */
export function compressedPollBytes(record: ScenarioRecord, compression: Compression | undefined): number | undefined {
  const { sizeBytes, strategy, polls, byKind: { poll } } = record
  const content = compression?.contents.find((each) => each.sizeBytes === sizeBytes)
  const bytes = pollBytes(record)
  if (content === undefined || bytes === undefined || poll === undefined || polls === null) return undefined
  const strongTag = compression?.arms.some((arm) => arm.name === strategy && arm.strongTag) ?? false
  const { requests, outcomes } = poll
  return pollBytesWithGzip({ bytes, requests, conditional: polls.conditional, fetched: outcomes['fetched'] ?? 0 }, { ...content, strongTag })
}
