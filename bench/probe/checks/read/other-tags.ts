import { weakMatch } from '../../../../servers/http/entity-tag.ts'
import type { EntityTag } from '../../../../servers/http/entity-tag.ts'

const candidates: readonly `"${string}"`[] = ['"etag-bench-probe-1"', '"etag-bench-probe-2"', '"etag-bench-probe-3"']

/** Two tags to stand beside `tag` in a list; neither is it, weak or strong. */
export function otherTags(tag: EntityTag): readonly [`"${string}"`, `"${string}"`] {
  const [first = '"etag-bench-probe-1"', second = '"etag-bench-probe-2"'] = candidates.filter(each => !weakMatch(each, tag))
  return [first, second]
}
