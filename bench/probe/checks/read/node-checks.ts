import { describeDrift, findDrift } from '../../drift.ts'
import type { Check, Exchange, Finding, Probe } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { codingOf } from './codings.ts'
import { decodedContent } from './decoded-content.ts'
import { readNodePairs } from './node-pairs.ts'
import type { AbsentNode, NodePair } from './node-pairs.ts'
import { isStrong, tagOf } from './validators.ts'

export const tagDiffersBetweenNodes: Check = {
  id: 'tag-differs-between-nodes',
  title: 'All nodes show the same tag',
  rfc: 'RFC 9110 §8.8.1',
  needs: 'also',
  async run(probe) {
    const { pairs, absent } = await readNodePairs(probe)
    const comparable = pairs.filter(({ oneCompressed, relation }) => !oneCompressed && relation !== 'none')
    if (comparable.length === 0 && absent.length === 0) return unchecked('no address shows an ETag')
    const findings = [
      ...absent.map(node => missing(probe, node)),
      ...comparable.filter(({ relation }) => relation === 'other').map(pair => differing(probe, pair)),
    ]
    return passedUnless(findings, `${comparable.length + 1} addresses show ${comparable[0]?.here.response.header('etag') ?? 'no tag'}`)
  },
}

/** Nothing was compared there, and a report without it would read as if it had been. */
function missing({ url, baseline: { second } }: Probe, { url: other, because, there }: AbsentNode): Finding {
  return {
    id: 'tag-differs-between-nodes-no-answer',
    severity: 'error',
    seen: `${url.href} is answered ${second.response.status}, and at ${other.href} there is nothing to compare with it: ${because}.`,
    why: 'Clients that a balancer sends there do not get the resource; and no tag of that address could be checked.',
    rfc: 'RFC 9110 §9.3.1',
    mend: 'Bring the address up, or check the --also URL and that the credentials given are good there too; then probe again.',
    evidence: there === undefined ? [second.evidence('at the probed address')] : evidenceOf(second, there),
  }
}

function differing(probe: Probe, { here, there }: NodePair): Finding {
  const drift = findDrift(decodedContent(here), decodedContent(there))
  return {
    id: 'tag-differs-between-nodes',
    severity: 'warning',
    seen:
      `${probe.url.href} shows ETag: ${here.response.header('etag')}, ${addressOf(there)} ` +
      `${there.response.header('etag')}: from the one to the other, ${describeDrift(drift)}.`,
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
    const sharing = pairs.filter(({ here, relation }) => {
      const tag = tagOf(here.response)
      // What the probed address compresses itself is for same-strong-tag-for-codings.
      return relation === 'same' && tag !== undefined && isStrong(tag) && codingOf(here) === 'identity'
    })
    if (sharing.length === 0) return unchecked(absent.length > 0 ? absent.map(({ because }) => because).join('; ') : 'no two addresses show the same strong tag')
    const findings = sharing.filter(({ here, there }) => !here.response.body.equals(there.response.body)).map(pair => shared(probe, pair))
    return passedUnless(findings, `${sharing.length + 1} addresses send the same bytes under ${sharing[0]?.here.response.header('etag')}`)
  },
}

function shared(probe: Probe, { here, there, oneCompressed }: NodePair): Finding {
  const difference = oneCompressed ? 'one of them compresses the content' : describeDrift(findDrift(decodedContent(here), decodedContent(there)))
  return {
    id: 'same-strong-tag-between-nodes',
    severity: 'error',
    seen:
      `${probe.url.href} and ${addressOf(there)} show the same strong tag ${here.response.header('etag')} ` +
      `with other bytes: from the one to the other, ${difference}.`,
    why: 'A strong tag promises the same bytes: caches may join ranges of both, and a copy of one is confirmed by the other.',
    rfc: 'RFC 9110 §8.8.3, §8.8.1',
    mend: oneCompressed
      ? 'Have the proxy mark the tag of what it compresses as weak, or compress at the origin.'
      : 'Make all nodes send the same bytes, or mark the tag as weak (W/), if the difference means nothing to clients.',
    snippets: snippets(oneCompressed ? 'compression' : 'nodes'),
    evidence: evidenceOf(here, there),
  }
}

function addressOf({ request }: Exchange): string {
  return request.url?.href ?? ''
}

function evidenceOf(here: Exchange, there: Exchange): Finding['evidence'] {
  return [here.evidence('at the probed address'), there.evidence('at the other address')]
}
