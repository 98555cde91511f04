import lastModified from './last-modified.ts'
import md5 from './md5.ts'
import none from './none.ts'
import sha1Weak from './sha1-weak.ts'
import sha256Canonical from './sha256-canonical.ts'
import sha256Stored from './sha256-stored.ts'
import sha256 from './sha256.ts'
import type { Strategy } from './strategy.ts'
import version from './version.ts'
import weakTimestamp from './weak-timestamp.ts'
import xxhashCanonical from './xxhash-canonical.ts'
import xxhash from './xxhash.ts'

/** Compared when nobody says which. */
export const defaultStrategies: readonly Strategy[] = [none, sha256, xxhash, version, lastModified]

/** To add a strategy: one file in this folder, one line here. */
export const strategies: readonly Strategy[] = [
  ...defaultStrategies,
  sha256Stored,
  sha256Canonical,
  xxhashCanonical,
  md5,
  sha1Weak,
  weakTimestamp,
]
