import type { Check, Exchange, Finding, Probe } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passedUnless, unchecked } from '../verdict.ts'
import { askRepeatedly } from './ask-repeatedly.ts'
import type { NoAnswer } from './ask-repeatedly.ts'
import { readCodings } from './codings.ts'
import { askWithTag, giveTagUp, ifNoneMatch } from './revalidation.ts'
import { tagOf, whyNoTag } from './validators.ts'

const rfc = 'RFC 9110 §13.1.2'

export const ifNoneMatchExact: Check = {
  id: 'if-none-match-exact',
  title: 'If-None-Match with the exact tag is answered 304',
  rfc,
  async run(probe) {
    const { second } = probe.baseline
    const baselineTag = tagOf(second.response)
    if (baselineTag === undefined) return unchecked(whyNoTag(second.response))
    const asked = await askRepeatedly(probe, () => askWithTag(probe, baselineTag, ifNoneMatch))
    if ('unanswered' in asked) {
      giveTagUp(probe)
      return found(noAnswer(baselineTag, asked))
    }
    const { outcome, validator, exchange } = asked
    const { status } = exchange.response
    if (outcome === 'not-modified') return passedUnless(await codingFindings(probe), `If-None-Match: ${validator} was answered 304`)
    if (outcome === 'moved-on') return unchecked('the tag was another one at each read (tag-drift)')
    if (outcome === 'unavailable') return unchecked(`the target answered ${status}`)
    return found({
      id: 'if-none-match-exact',
      severity: 'error',
      seen:
        outcome === 'sent-again'
          ? `If-None-Match: ${validator} was answered ${status} with the whole content, though that is the tag.`
          : `If-None-Match: ${validator}, which is the tag, was answered ${status}.`,
      why: 'Every poll becomes a 200: the tag costs its computation and its bytes and saves nothing.',
      rfc,
      mend: 'Compare If-None-Match with the current tag on GET and HEAD, and answer 304 without content where it matches.',
      snippets: snippets('weak-compare'),
      evidence: [second.evidence('GET'), exchange.evidence('the same tag sent back')],
    })
  },
}

/** The tag of each compressed representation, sent back with the Accept-Encoding that it came by. */
async function codingFindings(probe: Probe): Promise<readonly Finding[]> {
  const failed: { readonly coding: string; readonly full: Exchange; readonly again: Exchange }[] = []
  for (const [coding, full] of await readCodings(probe)) {
    const tag = tagOf(full.response)
    if (coding === 'identity' || tag === undefined) continue
    const headersOf = (value: string) => [...(full.request.headers ?? []), ...ifNoneMatch(value)]
    const { outcome, exchange } = await askWithTag(probe, tag, headersOf)
    if (outcome === 'sent-again' || outcome === 'refused') failed.push({ coding, full, again: exchange })
  }
  const [first] = failed
  if (first === undefined) return []
  const { coding, full, again } = first
  return [{
    id: 'if-none-match-exact-coding',
    severity: 'error',
    seen:
      `The tag of the content as ${failed.map(each => each.coding).join(', ')} is not known: with the Accept-Encoding that it came by, ` +
      `If-None-Match: ${full.response.header('etag')} was answered ${again.response.status}; that of the plain content is answered 304.`,
    why: 'Browsers ask for compressed content, so every poll of theirs becomes a 200; what is asked without compression, as by curl, looks right.',
    rfc,
    mend:
      'Compare If-None-Match with the tag as it is sent: where the compression changes it ("v7-gzip"), take the change ' +
      'off again before you compare, or weaken the tag (W/) instead.',
    snippets: snippets('compression'),
    evidence: [full.evidence(`the content as ${coding}`), again.evidence('its tag sent back')],
  }]
}

function noAnswer(tag: string, { unanswered, plain, evidence }: NoAnswer): Finding {
  return {
    id: 'if-none-match-exact-no-answer',
    severity: 'error',
    seen: `A GET is answered ${plain.response.status}, and twice the same with If-None-Match: ${tag} was not: ${unanswered}.`,
    why: 'Whoever has a copy and asks whether it is current gets nothing, not even the content: the first read works, every poll after it fails.',
    rfc,
    mend: 'Look into the log of the server for what If-None-Match does to it, and into the rules of what is before it (a firewall, a proxy).',
    evidence,
  }
}
