import type { Check } from '../../finding.ts'
import { cacheControlDefeats } from './cache-control-defeats.ts'
import { headLikeGet } from './head-like-get.ts'
import { ifModifiedSinceBesideIfNoneMatch } from './if-modified-since-beside-if-none-match.ts'
import { ifModifiedSinceExact } from './if-modified-since-exact.ts'
import { ifModifiedSinceForms } from './if-modified-since-forms.ts'
import { ifModifiedSinceInvalid } from './if-modified-since-invalid.ts'
import { ifNoneMatchExact } from './if-none-match-exact.ts'
import { ifNoneMatchList } from './if-none-match-list.ts'
import { ifNoneMatchOther } from './if-none-match-other.ts'
import { ifNoneMatchSeveralLines } from './if-none-match-several-lines.ts'
import { ifNoneMatchStar } from './if-none-match-star.ts'
import { ifNoneMatchWeakVsStrong } from './if-none-match-weak-vs-strong.ts'
import { lastModifiedCoarse } from './last-modified-coarse.ts'
import { lastModifiedInFuture } from './last-modified-in-future.ts'
import { malformedLastModified } from './malformed-last-modified.ts'
import { malformedTag } from './malformed-tag.ts'
import { noValidator } from './no-validator.ts'
import { sameStrongTagBetweenNodes, tagDiffersBetweenNodes } from './node-checks.ts'
import { notModifiedContentLength } from './not-modified-content-length.ts'
import { notModifiedContent } from './not-modified-content.ts'
import { notModifiedHeaders } from './not-modified-headers.ts'
import { notModifiedToOtherMethod } from './not-modified-to-other-method.ts'
import { proxyStripsTag, proxySuffixesTag, proxyWeakensTag } from './proxy-checks.ts'
import { sameStrongTagForCodings } from './same-strong-tag-for-codings.ts'
import { setCookieShared } from './set-cookie-shared.ts'
import { tagDrift } from './tag-drift.ts'
import { tagOnError } from './tag-on-error.ts'
import { tagTooLong } from './tag-too-long.ts'
import { varyMissing } from './vary-missing.ts'
import { varySplitsCache } from './vary-splits-cache.ts'

/** To add a check that only reads: one file in this folder, one line here. In the order of the report. */
export const readChecks: readonly Check[] = [
  noValidator,
  malformedTag,
  malformedLastModified,
  tagDrift,
  tagDiffersBetweenNodes,
  sameStrongTagBetweenNodes,
  proxyStripsTag,
  proxyWeakensTag,
  proxySuffixesTag,
  ifNoneMatchExact,
  ifNoneMatchOther,
  ifNoneMatchWeakVsStrong,
  ifNoneMatchList,
  ifNoneMatchStar,
  ifNoneMatchSeveralLines,
  notModifiedHeaders,
  notModifiedContent,
  notModifiedContentLength,
  notModifiedToOtherMethod,
  headLikeGet,
  ifModifiedSinceExact,
  ifModifiedSinceForms,
  ifModifiedSinceInvalid,
  ifModifiedSinceBesideIfNoneMatch,
  tagOnError,
  sameStrongTagForCodings,
  varyMissing,
  varySplitsCache,
  setCookieShared,
  cacheControlDefeats,
  tagTooLong,
  lastModifiedInFuture,
  lastModifiedCoarse,
]
