import type { Check, Exchange, Finding, Probe, Verdict } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { codingOf } from './codings.ts'
import { absenceFindings } from './node-absence.ts'
import { asSent, countOfAddresses, firstOfEachAddress, readNodePairs } from './node-pairs.ts'
import type { NodePair, TagRelation } from './node-pairs.ts'

const whyWriters =
  'and an editor that got the content there cannot guard its write: If-Match never finds the tag of the ' +
  'origin.'

export const proxyStripsTag: Check = {
  id: 'proxy-strips-tag',
  title: 'The tag is there at every address',
  rfc: 'RFC 9110 §7.7, §8.8.3',
  needs: 'also',
  run: probe =>
    judge(probe, 'missing', ([origin, proxy]) => ({
      id: 'proxy-strips-tag',
      severity: 'warning',
      seen:
        `${addressOf(probe, origin)} shows ETag: ${tagText(origin)}; ` +
        `${addressOf(probe, proxy)}${compressedText(proxy)} shows none.`,
      why: `Clients behind it have nothing to ask by, so every poll becomes a 200; ${whyWriters}`,
      rfc: 'RFC 9110 §7.7, §8.8.3',
      mend:
        'Let the proxy pass ETag on (some drop it when they compress or rewrite content): compress at the ' +
        'origin, or have the proxy mark the tag as weak.',
      snippets: snippets('compression'),
      evidence: evidenceOf(origin, proxy),
    })),
}

export const proxyWeakensTag: Check = {
  id: 'proxy-weakens-tag',
  title: 'A strong tag is strong at every address',
  rfc: 'RFC 9110 §7.7, §8.8.1, §13.1.1',
  needs: 'also',
  run: probe =>
    judge(probe, 'weakened', ([origin, proxy]) => ({
      id: 'proxy-weakens-tag',
      severity: 'warning',
      seen:
        `${addressOf(probe, origin)} shows ETag: ${tagText(origin)}; ` +
        `${addressOf(probe, proxy)}${compressedText(proxy)} shows ${tagText(proxy)}.`,
      why: `A weak tag serves polls well enough, ${whyWriters}`,
      rfc: 'RFC 9110 §7.7, §8.8.1, §13.1.1',
      mend:
        'Compress at the origin, with a strong tag for each coding, and switch compression off in the proxy ' +
        'for what is edited; or have editors read with Accept-Encoding: identity.',
      snippets: snippets('compression'),
      evidence: evidenceOf(origin, proxy),
    })),
}

export const proxySuffixesTag: Check = {
  id: 'proxy-suffixes-tag',
  title: 'Nothing is added to the tag on the way',
  rfc: 'RFC 9110 §7.7, §8.8.3.3, §13.1.2',
  needs: 'also',
  run: probe =>
    judge(probe, 'suffixed', async ([origin, proxy]) => {
      const revalidation = await probe.send({
        ...(proxy.request.url === undefined ? {} : { url: proxy.request.url }),
        headers: [...(proxy.request.headers ?? []), ['If-None-Match', tagText(proxy)]],
      })
      const sentAgain = revalidation.response.status !== 304 && revalidation.response.header('etag') === tagText(proxy)
      return {
        id: 'proxy-suffixes-tag',
        severity: sentAgain ? 'error' : 'warning',
        seen:
          `${addressOf(probe, origin)} shows ETag: ${tagText(origin)}; ` +
          `${addressOf(probe, proxy)}${compressedText(proxy)} shows ` +
          `${tagText(proxy)}${sentAgain ? `, and answers ${revalidation.response.status} when it is sent back` : ''}.`,
        why: sentAgain ? `Every poll through it becomes a 200, ${whyWriters}` : `Polls are answered 304, ${whyWriters}`,
        rfc: sentAgain ? 'RFC 9110 §7.7, §13.1.2' : 'RFC 9110 §7.7, §8.8.3.3',
        mend:
          'Compress at the origin, which then knows its own tags, or have the proxy take the suffix off ' +
          'If-None-Match and If-Match again (Apache: DeflateAlterETag NoChange, or AddSuffix with a rule ' +
          'for the request).',
        snippets: snippets('compression'),
        evidence: [...evidenceOf(origin, proxy), revalidation.evidence('the tag with its suffix sent back')],
      }
    }),
}

type Reporter = (exchanges: readonly [origin: Exchange, proxy: Exchange], pair: NodePair) => Finding | Promise<Finding>

async function judge(probe: Probe, relation: TagRelation, report: Reporter): Promise<Verdict> {
  const { pairs, absent } = await readNodePairs(probe)
  const findings = [...absenceFindings(probe, absent)]
  const skipped = absent.map(({ because }) => because)
  if (pairs.every(pair => pair.relation === 'none')) {
    return findings.length > 0 ? { kind: 'findings', findings } : unchecked(pairs.length === 0 ? skipped.join('; ') : 'no address shows an ETag')
  }
  for (const pair of firstOfEachAddress(pairs.filter(each => each.relation === relation))) findings.push(await report(asSent(pair), pair))
  const count = countOfAddresses(pairs)
  const compared = count === 1 ? 'the other address' : `all ${count} other addresses`
  return passedUnless(findings, `so it is at ${compared}${skipped.length === 0 ? '' : `; ${skipped.join('; ')}`}`)
}

function evidenceOf(origin: Exchange, proxy: Exchange): Finding['evidence'] {
  return [origin.evidence('as the origin sends it'), proxy.evidence('as it comes at the other address')]
}

function addressOf(probe: Probe, { request }: Exchange): string {
  return (request.url ?? probe.url).href
}

function tagText({ response }: Exchange): string {
  return response.header('etag') ?? 'none'
}

function compressedText(exchange: Exchange): string {
  const coding = codingOf(exchange)
  return coding === 'identity' ? '' : `, which sends it as ${coding},`
}
