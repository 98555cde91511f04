import type { Check, Exchange, Finding, Probe } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { sentLines } from './ask-variants.ts'
import { ifNoneMatch, isUnavailable } from './revalidation.ts'

const rfc = 'RFC 9110 §13.2.1'

export const tagOnError: Check = {
  id: 'tag-on-error',
  title: 'An error has no ETag, and no precondition makes a 304 of it',
  rfc,
  async run(probe) {
    const url = neighbourOf(probe.url)
    const plain = await probe.send({ url })
    const { status } = plain.response
    if (status < 400) return unchecked(`${url.pathname}, which should not exist, was answered ${status}`)
    if (isUnavailable(plain.response)) return unchecked(`${url.pathname} was answered ${status}`)
    const tag = plain.response.header('etag')
    const notModified = await askFor304(probe, url, tag)
    return passedUnless(
      [...(tag === undefined ? [] : [tagShown(plain, url, tag)]), ...notModified.map(each => errorNotModified(plain, each))],
      `${url.pathname} was answered ${status}, without ETag, whatever the precondition`,
    )
  },
}

/** A resource beside the probed one that nobody will have made. */
function neighbourOf(url: URL): URL {
  return new URL('etag-bench-probe-no-such-resource', new URL(url.pathname.replace(/\/+$/, ''), url.origin))
}

async function askFor304(probe: Probe, url: URL, tag: string | undefined): Promise<readonly Exchange[]> {
  const notModified: Exchange[] = []
  for (const value of ['*', ...(tag === undefined ? [] : [tag])]) {
    const exchange = await probe.send({ url, headers: ifNoneMatch(value) })
    if (exchange.response.status === 304) notModified.push(exchange)
  }
  return notModified
}

function tagShown(plain: Exchange, url: URL, tag: string): Finding {
  return {
    id: 'tag-on-error',
    severity: 'note',
    seen: `${url.pathname} does not exist; the ${plain.response.status} shows ETag: ${tag}.`,
    why:
      'It identifies the error page: a client that keeps it for the resource guards its next write with the ' +
      'tag of an error.',
    rfc: 'RFC 9110 §8.8',
    mend: 'Set ETag on successful answers only.',
    snippets: snippets('error-tag'),
    evidence: [plain.evidence('GET of what does not exist')],
  }
}

function errorNotModified(plain: Exchange, conditional: Exchange): Finding {
  return {
    id: 'tag-on-error-not-modified',
    severity: 'error',
    seen: `What does not exist is answered ${plain.response.status}, but with ${sentLines(conditional, 'If-None-Match')} 304.`,
    why: 'A false 304: clients keep the copy of a resource that is gone, or take an error for the resource.',
    rfc,
    mend: 'Evaluate preconditions only when the answer without them would be successful.',
    snippets: snippets('error-tag'),
    evidence: [plain.evidence('without precondition'), conditional.evidence('with a precondition')],
  }
}
