import type { Finding } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import type { Trial } from '../../trial.ts'
import { passed, passedUnless, unchecked } from '../verdict.ts'
import { statusOf } from './trial-wording.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §9.3.4'

export const validatorsOfPut: WriteCheck = {
  id: 'validators-of-put',
  title: 'The validators on the answer to a PUT are the ones that GET then shows',
  rfc,
  async run({ session }) {
    const trial = await session.commit()
    const again = await session.read()
    const { etag, lastModified } = answered(trial)
    if (etag === undefined && lastModified === undefined) {
      return passed(`the answer to PUT (${statusOf(trial.sent)}) has no validator, so an editor has to GET before the next write`)
    }
    if (again.etag !== trial.after.etag) return unchecked('the tag was another one at each read (tag-drift)')
    const findings = [...otherTag(trial), ...otherDate(trial), ...(again.text === trial.after.text ? transformed(trial) : [])]
    return passedUnless(findings, `PUT was answered with ${[etag, lastModified].filter((each) => each !== undefined).join(' and ')}, and so was GET`)
  },
}

function answered({ sent }: Trial): { readonly etag: string | undefined; readonly lastModified: string | undefined } {
  return { etag: sent.response.header('etag'), lastModified: sent.response.header('last-modified') }
}

function otherTag(trial: Trial): readonly Finding[] {
  const { etag } = answered(trial)
  const shown = trial.after.exchange.response.header('etag')
  if (etag === undefined || etag === shown) return []
  return [{
    id: 'validators-of-put',
    severity: 'error',
    seen: `PUT was answered with ETag: ${etag}, and GET right after it with ${shown === undefined ? 'no ETag' : `ETag: ${shown}`}.`,
    why: 'The editor\'s next guarded write, with the tag of the answer, is refused without any conflict, and its next poll is a useless 200.',
    rfc,
    mend: 'Send the tag that GET will send, or none. Frameworks that hash every answer hash the answer to the PUT: set its ETag yourself, or send 204 without content.',
    snippets: snippets('if-match'),
    evidence: evidence(trial),
  }]
}

function otherDate(trial: Trial): readonly Finding[] {
  const { lastModified } = answered(trial)
  const shown = trial.after.exchange.response.header('last-modified')
  if (lastModified === undefined || lastModified === shown) return []
  return [{
    id: 'validators-of-put-date',
    severity: 'warning',
    seen: `PUT was answered with Last-Modified: ${lastModified}, and GET right after it with ${shown === undefined ? 'none' : `Last-Modified: ${shown}`}.`,
    why: 'A later If-Unmodified-Since or If-Modified-Since with the date of the answer is decided wrongly: edits refused without a conflict, or polls answered 200.',
    rfc,
    mend: 'Send the date that was stored with the write, or none.',
    snippets: snippets('if-match'),
    evidence: evidence(trial),
  }]
}

/** Says that its sender has the representation, when GET sends another one under the same validator. */
function transformed(trial: Trial): readonly Finding[] {
  const { etag } = answered(trial)
  const { after, text } = trial
  if (etag === undefined || etag !== after.exchange.response.header('etag') || etag.startsWith('W/') || after.text === text) return []
  return [{
    id: 'validators-of-put-transformed',
    severity: 'warning',
    seen: `PUT was answered with ETag: ${etag}, which is the tag that GET then showed, but not for the ${Buffer.byteLength(text)} bytes that were sent: GET gave ${after.exchange.response.body.length} others.`,
    why: 'The editor takes its own bytes for what the tag stands for: its copy lacks what the server set or changed, and a 304 keeps it so.',
    rfc,
    mend: 'Leave validators out of the answer where the server stores anything but the content as received; the editor then reads again.',
    evidence: evidence(trial),
  }]
}

function evidence(trial: Trial): Finding['evidence'] {
  return [trial.sent.evidence('an ordinary PUT'), trial.after.exchange.evidence('GET right after it')]
}
