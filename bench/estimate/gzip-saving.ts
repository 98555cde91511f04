const codingFieldBytes = 'content-encoding: gzip\r\n'.length
/** In each request, and in each answer. */
const negotiationBytes = 'accept-encoding: gzip\r\n'.length + 'vary: Accept-Encoding\r\n'.length
/** `-gzip`, which a strong tag gains: once in If-None-Match and once in ETag. */
const tagSuffixBytes = 2 * '-gzip'.length

export interface IdentitySaving {
  /** Measured without compression. */
  readonly bytesSavedPer304: number
  readonly sizeBytes: number
  readonly gzipBytes: number
  /** Of the strategy: its tag is another one for each coding. */
  readonly strongTag: boolean
}

/**
 * Bytes that a 304 saves where the API compresses, from what it saves where it does not: the 200 of `none` has a smaller
 * content, a Content-Encoding and fewer digits in its Content-Length; the 304 names a longer tag. Accept-Encoding and Vary
 * come with both and cancel out.
 */
export function savedWithGzip({ bytesSavedPer304, sizeBytes, gzipBytes, strongTag }: IdentitySaving): number {
  const contentShrinks = sizeBytes - gzipBytes
  const lengthShrinks = String(sizeBytes).length - String(gzipBytes).length
  return bytesSavedPer304 - contentShrinks - lengthShrinks + codingFieldBytes - (strongTag ? tagSuffixBytes : 0)
}

/** What was played of polls without compression, both directions. */
export interface IdentityPolls {
  readonly bytes: number
  readonly requests: number
  /** Those with a precondition. */
  readonly conditional: number
  /** Answered 200. */
  readonly fetched: number
}

/** Bytes of the same polls where the API compresses; head by head as in `savedWithGzip`, but now nothing cancels out. */
export function pollBytesWithGzip(polls: IdentityPolls, content: Omit<IdentitySaving, 'bytesSavedPer304'>): number {
  const { bytes, requests, conditional, fetched } = polls
  const { sizeBytes, gzipBytes, strongTag } = content
  const shrinks = sizeBytes - gzipBytes + String(sizeBytes).length - String(gzipBytes).length - codingFieldBytes
  const suffixes = strongTag ? ((requests + conditional) * tagSuffixBytes) / 2 : 0
  return bytes + requests * negotiationBytes - fetched * shrinks + suffixes
}
