import type { EntityTag } from '../../../../servers/http/entity-tag.ts'
import { strongTagOf } from '../../representation.ts'
import type { Trial } from '../../trial.ts'
import type { WriteSession } from '../../write-session.ts'

/** A PUT with a tag that is no longer current, and one with the current strong tag where there is one. */
export interface IfMatchBehaviour {
  readonly outdatedTag: EntityTag
  /** The tag was that of the state before; else it is an invented one. */
  readonly wasCurrent: boolean
  readonly outdated: Trial
  readonly current: Trial | undefined
}

/** Where a resource has no ETag, or one that does not change. */
const inventedTag: EntityTag = '"etag-bench-outdated"'

export async function observeIfMatch(session: WriteSession): Promise<IfMatchBehaviour> {
  const edit = await session.commit()
  const { etag: tagBefore } = edit.before
  const wasCurrent = tagBefore !== undefined && tagBefore !== edit.after.etag
  const outdatedTag = wasCurrent ? tagBefore : inventedTag
  const outdated = await session.tryWrite(() => [['If-Match', outdatedTag]])
  const hasStrongTag = strongTagOf(outdated.after) !== undefined
  const current = hasStrongTag
    ? await session.tryWrite((before) => [['If-Match', strongTagOf(before) ?? inventedTag]])
    : undefined
  return { outdatedTag, wasCurrent, outdated, current }
}

/** Why checks that need If-Match to work on a strong tag cannot be made; undefined where they can. */
export function whyIfMatchIsNoUse({ outdated, current }: IfMatchBehaviour): string | undefined {
  if (outdated.accepted) return 'If-Match is not honoured here (if-match-honoured)'
  if (outdated.landed) return 'a PUT that is refused is carried out all the same (refused-write-changes-nothing)'
  if (current === undefined) {
    const { etag } = outdated.after
    return etag === undefined ? 'the resource has no ETag (no-validator)' : `its tag ${etag} is weak, so that If-Match never holds (if-match-weak)`
  }
  return current.landed ? undefined : 'If-Match refuses the current tag, too (if-match-honoured)'
}
