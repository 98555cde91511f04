import type { EntityTag } from '../../../../servers/http/entity-tag.ts'
import type { Finding } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { strongTagOf } from '../../representation.ts'
import type { Trial } from '../../trial.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { whyIfMatchIsNoUse } from './if-match-behaviour.ts'
import { evidenceOf, statusOf } from './trial-wording.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §13.1.1'

interface ListForm {
  readonly what: string
  /** One field value a header line. */
  readonly lines: (tag: EntityTag) => readonly string[]
}

const withTheTag: readonly ListForm[] = [
  { what: 'a list that ends in the current tag', lines: (tag) => [`"etag-bench-other", ${tag}`] },
  { what: 'a list with odd spacing and empty members around the current tag', lines: (tag) => [`,"etag-bench-other" \t,, ${tag},`] },
  { what: 'a tag with a comma inside, then the current tag', lines: (tag) => [`"etag-bench,other",${tag}`] },
  { what: 'the current tag on a second header line', lines: (tag) => ['"etag-bench-other"', tag] },
]

const withoutTheTag: readonly ListForm[] = [
  { what: 'a list of two other tags', lines: () => ['"etag-bench-other", "etag-bench-another"'] },
  { what: 'a tag that has the current one between commas', lines: (tag) => [`"x,${tag.slice(1, -1)},y"`] },
]

export const ifMatchList: WriteCheck = {
  id: 'if-match-list',
  title: 'If-Match takes a list, and holds only where the current tag is a member of it',
  rfc,
  async run({ session, ifMatch }) {
    const behaviour = await ifMatch()
    const because = whyIfMatchIsNoUse(behaviour)
    if (because !== undefined) return unchecked(because)
    const findings: Finding[] = []
    for (const [forms, expected] of [[withTheTag, true], [withoutTheTag, false]] as const) {
      for (const { what, lines } of forms) {
        const trial = await session.tryWrite((before) => lines(strongTagOf(before) ?? '""').map((line) => ['If-Match', line]))
        if (trial.accepted === expected) continue
        const value = lines(strongTagOf(trial.before) ?? '""').join(' | ')
        const seen = `PUT with If-Match: ${value} (${what}; the current tag is ${trial.before.etag ?? ''}) was answered ${statusOf(trial.sent)}.`
        findings.push({ ...faultOf(trial, expected), seen, evidence: evidenceOf(trial, `PUT with ${what}`) })
      }
    }
    return passedUnless(merge(findings), `${withTheTag.length} lists with the current tag were accepted, ${withoutTheTag.length} without it refused`)
  },
}

type Fault = Omit<Finding, 'seen' | 'evidence'>

function faultOf({ sent }: Trial, expected: boolean): Fault {
  if (!expected) return misread
  const lines = (sent.request.headers ?? []).filter(([name]) => name === 'If-Match').length
  return lines > 1 && sent.response.status === 400 ? secondLineRefused : notRead
}

const notRead: Fault = {
  id: 'if-match-list',
  severity: 'warning',
  why: 'A client that holds several states, or whose proxy joins header lines, can never save.',
  rfc,
  mend: 'Read If-Match as a list: members between commas, quotes before commas, empty members skipped, several lines joined.',
  snippets: snippets('if-match'),
}

/** As nginx does, before any application sees the request. */
const secondLineRefused: Fault = {
  id: 'if-match-list-lines-refused',
  severity: 'note',
  why: 'A list may be split over lines; whoever does so can never save. Few do, and nginx, for one, refuses a second line wherever it stands in front.',
  rfc: 'RFC 9110 §5.3, §13.1.1',
  mend:
    'If the application refuses it, join the lines by commas instead. If it is a proxy such as nginx, which has no setting for it, ' +
    'see that your clients send the list in one line.',
}

const misread: Fault = {
  id: 'if-match-list-false-match',
  severity: 'error',
  why: 'A write is let through although none of the tags is current: a lost update.',
  rfc,
  mend: 'Compare whole entity-tags, quotes included, by the strong comparison; do not search the header for the text of the tag.',
  snippets: snippets('if-match'),
}

/** One finding an id, with the evidence of all. */
function merge(findings: readonly Finding[]): readonly Finding[] {
  return Map.groupBy(findings, ({ id }) => id)
    .values()
    .flatMap(([first, ...rest]) => {
      if (first === undefined) return []
      const more = rest.length === 0 ? '' : ` And ${rest.length} more of ${first.id === misread.id ? withoutTheTag.length : withTheTag.length} forms.`
      return [{ ...first, seen: `${first.seen}${more}`, evidence: [first, ...rest].flatMap(({ evidence }) => evidence.slice(0, 1)) }]
    })
    .toArray()
}
