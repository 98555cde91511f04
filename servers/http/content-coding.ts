import Negotiator from 'negotiator'
import type { EntityTag } from './entity-tag.ts'
import type { Validators } from './preconditions.ts'

/** How the content is coded on its way (RFC 9110 §8.4.1). `identity`: not at all. */
export const contentCodings = ['identity', 'gzip'] as const
export type ContentCoding = (typeof contentCodings)[number]

const available: readonly ContentCoding[] = ['gzip', 'identity']
/** Where a client likes both alike, as with `*`. */
const preference = { preferred: ['gzip'] }

/**
 * The coding that the field value of Accept-Encoding asks for (RFC 9110 §12.5.3); undefined where it accepts neither, as
 * `identity;q=0` does. An absent field accepts everything, but says nothing of gzip: it gets the content as it is.
 */
export function selectCoding(acceptEncoding: string | undefined): ContentCoding | undefined {
  if (acceptEncoding === undefined) return 'identity'
  return new Negotiator({ headers: { 'accept-encoding': nameGzip(acceptEncoding) } }).encoding(available, preference)
}

/** `x-gzip` means gzip (RFC 9110 §8.4.1.3). */
function nameGzip(acceptEncoding: string): string {
  return acceptEncoding.replace(/(?<![^\s,])x-gzip(?![^\s,;])/gi, 'gzip')
}

/**
 * Validators of the representation in this coding, from those of the content. Its strong tag must be its own, since the
 * bytes are (RFC 9110 §8.8.3.3); a weak tag and a date promise no bytes, so that all codings share them.
 */
export function validatorsOfCoding(ofContent: Validators, coding: ContentCoding): Validators {
  const { etag } = ofContent
  if (etag === undefined || etag.startsWith('W/')) return ofContent
  const gzipTag: EntityTag = `"${etag.slice(1, -1)}-gzip"`
  return coding === 'gzip'
    ? { ...ofContent, etag: gzipTag, furtherEtags: [etag] }
    : { ...ofContent, furtherEtags: [gzipTag] }
}

/** `coding`: undefined where nothing is negotiated, so that there is one representation only. */
export function validatorsInCoding<V extends Validators | undefined>(ofContent: V, coding: ContentCoding | undefined): V | Validators {
  return ofContent === undefined || coding === undefined ? ofContent : validatorsOfCoding(ofContent, coding)
}
