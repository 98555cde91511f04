import type { EntityTag } from '../../../../servers/http/entity-tag.ts'
import type { Check, Exchange, Finding, Probe } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { askVariants, sentLines, statusesOf } from './ask-variants.ts'
import { otherTags } from './other-tags.ts'
import { holdTag, ifNoneMatch } from './revalidation.ts'
import { opaqueOf } from './validators.ts'

const rfc = 'RFC 9110 §13.1.2, §5.6.1'

/** Each names the tag, and only one form of list makes it hard to find. */
const lists: readonly ((tag: EntityTag, first: string, second: string) => string)[] = [
  (tag, first) => `${first}, ${tag}`,
  (tag, first) => `${tag}, ${first}`,
  (tag, first, second) => `${first},${tag},${second}`,
  (tag, first, second) => `${first}  , ${tag}  ,  W/${second}`,
  tag => `"etag-bench,probe", ${tag}`,
  tag => `, ${tag}`,
  (tag, first) => `${first},, ,${tag}`,
  tag => `${tag},`,
]

/** Optional whitespace may be a tab (RFC 9110 §5.6.3); told apart, and no more than a note, since clients send spaces. */
const tabbedList = (tag: EntityTag, first: string, second: string) => `${first},\t${tag}\t, ${second}`

export const ifNoneMatchList: Check = {
  id: 'if-none-match-list',
  title: 'If-None-Match finds the tag in a list, and nothing that only looks like it',
  rfc,
  async run(probe) {
    const tag = await holdTag(probe)
    if (!tag.held) return unchecked(tag.because)
    const { failed, judged, because } = await askVariants(probe, tag.validator, lists.map(variantOf))
    const tabbed = await askVariants(probe, tag.validator, [variantOf(tabbedList)])
    const matched = await askDecoys(probe, tag.validator)
    if (judged === 0) return unchecked(because ?? 'no list could be judged')
    const findings = [
      ...(failed.length > 0 ? [notFound(tag.validator, tag.notModified, failed, judged)] : []),
      ...(failed.length === 0 && tabbed.failed.length > 0 ? [notFoundBetweenTabs(tag.notModified, tabbed.failed)] : []),
      ...(matched.length > 0 ? [decoyMatched(tag.validator, tag.notModified, matched)] : []),
    ]
    const decoys = decoysOf(tag.validator)
    return passedUnless(findings, `${judged + tabbed.judged} lists with the tag were answered 304, ${decoys.length} without it were not`)
  },
}

function variantOf(list: (typeof lists)[number]) {
  return (current: EntityTag) => ifNoneMatch(list(current, ...otherTags(current)))
}

function notFound(tag: EntityTag, exact: Exchange, failed: readonly Exchange[], judged: number): Finding {
  return {
    id: 'if-none-match-list',
    severity: 'error',
    seen:
      `The tag alone is answered 304; ${failed.length} of ${judged} lists that hold it were answered ` +
      `${statusesOf(failed)}, such as ${sentLines(failed[0] as Exchange, 'If-None-Match')}.`,
    why: 'Caches that keep several representations send all their tags in one list: each such poll becomes a 200.',
    rfc,
    mend:
      `Parse If-None-Match as a list of quoted strings (${tag} is one), skipping empty members and spaces; ` +
      'do not split at commas.',
    snippets: snippets('weak-compare'),
    evidence: [exact.evidence('the tag alone'), ...failed.slice(0, 3).map(each => each.evidence('in a list'))],
  }
}

function notFoundBetweenTabs(exact: Exchange, failed: readonly Exchange[]): Finding {
  return {
    id: 'if-none-match-list-tab',
    severity: 'note',
    seen:
      'The tag alone and in lists with spaces is answered 304; ' +
      `${failed.map(each => sentLines(each, 'If-None-Match')).join('; ')} was answered ` +
      `${statusesOf(failed)}.`,
    why: 'A poll with such a list becomes a 200. Clients send spaces, so few will meet it.',
    rfc: `${rfc}, §5.6.3`,
    mend: 'Skip tabs as well as spaces between the members of If-None-Match.',
    snippets: snippets('weak-compare'),
    evidence: [exact.evidence('the tag alone'), ...failed.map(each => each.evidence('between tabs'))],
  }
}

function decoyMatched(tag: EntityTag, exact: Exchange, matched: readonly Exchange[]): Finding {
  return {
    id: 'if-none-match-list-decoy',
    severity: 'error',
    seen:
      `The tag is ${tag}; ${matched.map(each => sentLines(each, 'If-None-Match')).join('; ')} ` +
      `${matched.length === 1 ? 'was' : 'were'} answered 304, though that is another tag.`,
    why: 'A false 304: a client that has another representation keeps it and does not see the current one.',
    rfc,
    mend:
      'Compare whole tags, character by character, after parsing the list; a search within the field finds ' +
      'parts of other tags.',
    snippets: snippets('weak-compare'),
    evidence: [exact.evidence('the tag itself'), ...matched.slice(0, 3).map(each => each.evidence('another tag'))],
  }
}

/** Those answered 304, but for a target that answers so to any tag (if-none-match-other). */
async function askDecoys(probe: Probe, tag: EntityTag): Promise<readonly Exchange[]> {
  const matched: Exchange[] = []
  if ((await probe.send({ headers: ifNoneMatch('"etag-bench-probe-no-such-tag"') })).response.status === 304) return matched
  for (const decoy of decoysOf(tag)) {
    const exchange = await probe.send({ headers: ifNoneMatch(decoy) })
    if (exchange.response.status === 304) matched.push(exchange)
  }
  return matched
}

/** Other tags, in each of which a careless comparison finds this one. */
function decoysOf(tag: EntityTag): readonly string[] {
  const opaque = opaqueOf(tag)
  const swapped = opaque.replaceAll(/[a-z]/gi, letter => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
  return [
    `"x,${opaque},y"`,
    `${otherTags(tag)[0]}, "y,${opaque}"`,
    `"x${opaque}"`,
    `"${opaque}x"`,
    `"W/${opaque}"`,
    ...(opaque.length > 1 ? [`"${opaque.slice(0, -1)}"`] : []),
    ...(swapped === opaque ? [] : [`"${swapped}"`]),
  ]
}
