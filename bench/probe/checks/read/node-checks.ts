import { describeDrift, findDrift } from '../../drift.ts'
import type { Check, Exchange, Finding, Probe } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { codingOf } from './codings.ts'
import { decodedContent } from './decoded-content.ts'
import { absenceFindings } from './node-absence.ts'
import { countOfAddresses, firstOfEachAddress, readNodePairs } from './node-pairs.ts'
import type { NodePair } from './node-pairs.ts'
import { isStrong, tagOf } from './validators.ts'

export const tagDiffersBetweenNodes: Check = {
  id: 'tag-differs-between-nodes',
  title: 'All nodes show the same tag',
  rfc: 'RFC 9110 §8.8.1',
  needs: 'also',
  async run(probe) {
    const { pairs, absent } = await readNodePairs(probe)
    const comparable = pairs.filter(({ codingsDiffer, relation }) => !codingsDiffer && relation !== 'none')
    const findings = [
      ...absenceFindings(probe, absent),
      ...firstOfEachAddress(comparable.filter(({ relation }) => relation === 'other')).map(pair => differing(probe, pair)),
    ]
    if (comparable.length === 0 && findings.length === 0) return unchecked(absent[0]?.because ?? 'no address shows an ETag')
    return passedUnless(findings, `${countOfAddresses(comparable) + 1} addresses show ${comparable[0]?.here.response.header('etag') ?? 'no tag'}`)
  },
}

function differing(probe: Probe, { here, there }: NodePair): Finding {
  const drift = findDrift(decodedContent(here), decodedContent(there))
  return {
    id: 'tag-differs-between-nodes',
    severity: 'warning',
    seen:
      `${probe.url.href} shows ETag: ${here.response.header('etag')}, ${addressOf(there)} ` +
      `${there.response.header('etag')}${codingOf(there) === 'identity' ? '' : `, each as ${codingOf(there)}`}: from the one to the other, ${describeDrift(drift)}.`,
    why: 'Behind a balancer a client asks one node by the tag of the other: polls become 200, guarded writes 412, by chance.',
    rfc: 'RFC 9110 §8.8.1',
    mend:
      drift.kind === 'none'
        ? 'Make the tag from the content or from a version in the shared store, not from what each node has ' +
          'of its own (inode, file time, a start-up value).'
        : 'Make all nodes send the same content: sort what has no order, take out what names the node, or ' +
          'make the tag from a version in the shared store; if they lag behind each other, send pollers to ' +
          'one.',
    snippets: snippets('nodes'),
    evidence: evidenceOf(here, there),
  }
}

export const sameStrongTagBetweenNodes: Check = {
  id: 'same-strong-tag-between-nodes',
  title: 'The same strong tag stands for the same bytes at every address',
  rfc: 'RFC 9110 §8.8.3, §8.8.1',
  needs: 'also',
  async run(probe) {
    const { pairs, absent } = await readNodePairs(probe)
    const missing = absenceFindings(probe, absent)
    const sharing = pairs.filter(({ here, relation, codingsDiffer }) => {
      const tag = tagOf(here.response)
      // A coding more at the probed address is for same-strong-tag-for-codings.
      return relation === 'same' && tag !== undefined && isStrong(tag) && (codingOf(here) === 'identity' || !codingsDiffer)
    })
    if (sharing.length === 0 && missing.length === 0) return unchecked(absent[0]?.because ?? 'no two addresses show the same strong tag')
    const unlike = sharing.filter(({ here, there }) => !here.response.body.equals(there.response.body))
    const findings = [...missing, ...firstOfEachAddress(unlike).map(pair => shared(probe, pair))]
    return passedUnless(findings, `${countOfAddresses(sharing) + 1} addresses send the same bytes under ${sharing[0]?.here.response.header('etag')}`)
  },
}

function shared(probe: Probe, { here, there, codingsDiffer }: NodePair): Finding {
  const drift = findDrift(decodedContent(here), decodedContent(there))
  const difference = codingsDiffer
    ? 'the content has another coding'
    : drift.kind === 'none'
      ? `the same content is compressed otherwise (${codingOf(here)})`
      : describeDrift(drift)
  return {
    id: 'same-strong-tag-between-nodes',
    severity: 'error',
    seen:
      `${probe.url.href} and ${addressOf(there)} show the same strong tag ${here.response.header('etag')} ` +
      `with other bytes: from the one to the other, ${difference}.`,
    why: 'A strong tag promises the same bytes: caches may join ranges of both, and a copy of one is confirmed by the other.',
    rfc: 'RFC 9110 §8.8.3, §8.8.1',
    mend: codingsDiffer
      ? 'Have the proxy mark the tag of what it compresses as weak, or compress at the origin.'
      : 'Make all nodes send the same bytes, or mark the tag as weak (W/), if the difference means nothing to clients.',
    snippets: snippets(codingsDiffer ? 'compression' : 'nodes'),
    evidence: evidenceOf(here, there),
  }
}

function addressOf({ request }: Exchange): string {
  return request.url?.href ?? ''
}

function evidenceOf(here: Exchange, there: Exchange): Finding['evidence'] {
  return [here.evidence('at the probed address'), there.evidence('at the other address')]
}
