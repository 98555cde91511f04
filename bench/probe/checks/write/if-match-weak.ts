import type { EntityTag } from '../../../../servers/http/entity-tag.ts'
import type { Verdict } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import type { Trial } from '../../trial.ts'
import type { WriteSession } from '../../write-session.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { evidenceOf, statusOf } from './trial-wording.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §13.1.1'
/** The resource's own tag is weak, so that the comparison alone mends nothing. */
const noStrongTag = { rfc, snippets: snippets('strong-tag') }

export const ifMatchWeak: WriteCheck = {
  id: 'if-match-weak',
  title: 'A weak tag never satisfies If-Match',
  rfc,
  async run({ session, ifMatch }) {
    const { outdated } = await ifMatch()
    const { etag } = outdated.after
    if (etag === undefined) return unchecked('the resource has no ETag (no-validator)')
    if (outdated.accepted) return unchecked('If-Match is not honoured here (if-match-honoured)')
    return etag.startsWith('W/') ? weakResource(session) : strongResource(session)
  },
}

/** The weak form of a strong tag: what a proxy that compresses makes of it. */
async function strongResource(session: WriteSession): Promise<Verdict> {
  const trial = await session.tryWrite(({ etag }) => [['If-Match', `W/${etag ?? ''}`]])
  const tag = `W/${trial.before.etag ?? ''}`
  if (!trial.accepted) return passed(`PUT with If-Match: ${tag} was answered ${statusOf(trial.sent)}`)
  return found({
    rfc,
    id: 'if-match-weak',
    severity: 'warning',
    seen: `PUT with If-Match: ${tag}, the weak form of the current tag, was answered ${statusOf(trial.sent)}.`,
    why: 'Where anything on the way weakens a tag, it no longer says that the bytes are the same; compared weakly, it lets edits through that were made on others: lost updates.',
    mend: 'Use the strong comparison for If-Match: both tags without W/, and equal character by character.',
    snippets: snippets('if-match'),
    evidence: evidenceOf(trial, 'PUT with the weak form of the current tag'),
  })
}

async function weakResource(session: WriteSession): Promise<Verdict> {
  const accepted: { readonly trial: Trial; readonly tag: string }[] = []
  const refused: Trial[] = []
  for (const form of [(tag: EntityTag) => tag, (tag: EntityTag) => tag.slice(2)]) {
    const trial = await session.tryWrite(({ etag }) => [['If-Match', form(etag ?? 'W/""')]])
    if (trial.accepted) accepted.push({ trial, tag: form(trial.before.etag ?? 'W/""') })
    else refused.push(trial)
  }
  const [first] = accepted
  if (first !== undefined) {
    return found({
      ...noStrongTag,
      id: 'if-match-weak',
      severity: 'error',
      seen: `PUT with If-Match: ${first.tag} was answered ${statusOf(first.trial.sent)}, though the resource's tag ${first.trial.before.etag ?? ''} is weak.`,
      why: 'A weak tag may stand for several states, so an edit made on one of them overwrites another: lost updates.',
      mend: 'Give the resource a strong tag that changes with every write (a version number will do), and use the strong comparison for If-Match.',
      evidence: accepted.flatMap(({ trial, tag }) => evidenceOf(trial, `PUT with If-Match: ${tag}`)),
    })
  }
  return cannotGuard(session, refused)
}

/** By the book, and yet no editor can guard a write by tag. */
async function cannotGuard(session: WriteSession, refused: readonly Trial[]): Promise<Verdict> {
  const { etag = '', lastModified } = (await session.read())
  return found({
    ...noStrongTag,
    id: 'if-match-weak-no-guard',
    severity: 'warning',
    seen: `The resource's only tag, ${etag}, is weak, and If-Match with it is refused, as it has to be.`,
    why:
      lastModified === undefined
        ? 'Editors cannot guard their writes: they send If-Match: * or nothing, and overwrite each other.'
        : 'Editors can guard their writes by If-Unmodified-Since only, which cannot tell two edits within one second apart: of these, one is lost.',
    mend: 'Send a strong tag that changes with every write; a version number or a hash of the content as sent will do.',
    evidence: refused.slice(0, 1).flatMap((trial) => evidenceOf(trial, 'PUT with the current tag, which is weak')),
  })
}
