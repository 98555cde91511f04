import type { Check, Exchange, Finding, Probe, Severity } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { askWithTag, holdTag, ifNoneMatch, isUnavailable } from './revalidation.ts'
import { tagOf } from './validators.ts'

const rfc = 'RFC 9110 §9.3.2'

export const headLikeGet: Check = {
  id: 'head-like-get',
  title: 'HEAD is answered as GET, without the content',
  rfc,
  async run(probe) {
    const before = probe.baseline.second
    const head = await probe.send({ method: 'HEAD' })
    if (isUnavailable(head.response)) return unchecked(`HEAD was answered ${head.response.status}`)
    const after = await probe.send({})
    if (isUnavailable(after.response)) return unchecked(`the GET after it was answered ${after.response.status}`)
    const exchanges = { before, head, after }
    const findings = [...contentFindings(head), ...otherStatus(exchanges)]
    if (findings.length > 0) return passedUnless(findings, '')
    const shownElsewhere = await tagShownByGet(probe, exchanges)
    const different = [...(shownElsewhere ? [] : tagFindings(exchanges)), ...fieldFindings(exchanges), ...lengthFindings(exchanges)]
    const unheeded = different.length > 0 ? [] : await conditionFindings(probe, exchanges)
    return passedUnless([...different, ...unheeded], 'its status, validators and caching fields are those of GET')
  },
}

/** A GET before and after the HEAD: only what both agree on is asked of it. */
interface Exchanges {
  readonly before: Exchange
  readonly head: Exchange
  readonly after: Exchange
}

function contentFindings(head: Exchange): readonly Finding[] {
  const bytes = head.response.surplusBytes + head.response.body.length
  if (bytes === 0) return []
  const why = 'On a kept connection a client takes it for the beginning of the next answer.'
  return [finding('head-like-get-content', 'error', `After the head of the answer to HEAD came ${bytes} bytes of content.`, why, rfc, [
    head.evidence('HEAD', `${bytes} bytes followed`),
  ])]
}

function otherStatus({ head, after }: Exchanges): readonly Finding[] {
  const [status, full] = [head.response.status, after.response.status]
  if (status === full) return []
  const seen = `HEAD is answered ${status}, GET ${full}.`
  const why = 'Clients and monitors that ask by HEAD whether something changed get no answer, or a wrong one.'
  return [finding('head-like-get-status', 'warning', seen, why, `RFC 9110 §9.1, §9.3.2`, [after.evidence('GET'), head.evidence('HEAD')])]
}

/** Whether the tag of HEAD is one that GET shows too: of several nodes behind one address each may have its own (tag-drift). */
async function tagShownByGet(probe: Probe, { before, head, after }: Exchanges): Promise<boolean> {
  const gets = [probe.baseline.first, before, after]
  const heads = [head]
  const tagsOf = (exchanges: readonly Exchange[]) => new Set(exchanges.map(({ response }) => response.header('etag')))
  for (let round = 0; round < 3 && !tagsOf(gets).has(head.response.header('etag')); round += 1) {
    gets.push(await probe.send({}))
    heads.push(await probe.send({ method: 'HEAD' }))
  }
  return tagsOf(gets).size > 1 || !tagsOf(heads).isDisjointFrom(tagsOf(gets))
}

function tagFindings({ head, after }: Exchanges): readonly Finding[] {
  const full = after.response.header('etag')
  const value = head.response.header('etag')
  const evidence = [after.evidence('GET'), head.evidence('HEAD')]
  if (value === undefined) {
    // Allowed where the tag is known only once the content is made (RFC 9110 §9.3.2).
    const why = 'Clients that ask by HEAD cannot tell whether their copy is current.'
    return [finding('head-like-get-tag-missing', 'note', `HEAD shows no ETag, GET shows ${full}.`, why, rfc, evidence)]
  }
  const seen = full === undefined ? `HEAD shows the ETag ${value}, GET none.` : `HEAD shows the ETag ${value}, GET ${full}.`
  const why =
    'The tag seems to be that of the empty content: caches throw their good copy away (RFC 9111 §4.3.5), ' +
    'and what a client sends back never matches.'
  return [finding('head-like-get', 'warning', seen, why, rfc, evidence)]
}

function fieldFindings({ before, head, after }: Exchanges): readonly Finding[] {
  // Not Vary, which is often known only once the content is made (RFC 9110 §9.3.2).
  const different = ['Last-Modified', 'Cache-Control'].filter(name => {
    const full = after.response.header(name)
    const value = head.response.header(name)
    return full !== undefined && full === before.response.header(name) && value !== full
  })
  if (different.length === 0) return []
  const clauses = different.map(name => `${name} is ${head.response.header(name) ?? 'absent'} instead of ${after.response.header(name)}`)
  const why = 'Clients and caches learn from HEAD how long and for whom a copy is good, and learn something wrong.'
  return [finding('head-like-get-fields', 'warning', `In the answer to HEAD, ${clauses.join('; ')}.`, why, rfc, [
    after.evidence('GET'),
    head.evidence('HEAD'),
  ])]
}

function lengthFindings({ before, head, after }: Exchanges): readonly Finding[] {
  const value = head.response.header('content-length')
  const lengths = [before, after].map(({ response }) => String(response.body.length))
  const changesByItself = lengths[0] !== lengths[1] && value !== '0'
  if (value === undefined || changesByItself || lengths.includes(value)) return []
  const seen = `HEAD is answered with Content-Length: ${value}, the content of GET has ${lengths[1]} bytes.`
  const why = 'Caches see that their copy has another length and throw it away; clients reserve or report the wrong size.'
  return [finding('head-like-get-content-length', 'error', seen, why, 'RFC 9110 §8.6', [after.evidence('GET'), head.evidence('HEAD')])]
}

async function conditionFindings(probe: Probe, { head }: Exchanges): Promise<readonly Finding[]> {
  const tag = tagOf(head.response)
  if (tag === undefined || !(await holdTag(probe)).held) return []
  const { outcome, exchange } = await askWithTag(probe, tag, ifNoneMatch, 'HEAD')
  if (outcome !== 'sent-again' && outcome !== 'refused') return []
  const seen = `GET with the exact tag is answered 304, HEAD with it ${exchange.response.status}.`
  const why = 'Clients that ask by HEAD whether their copy is current are told that it is not.'
  return [finding('head-like-get-condition', 'error', seen, why, 'RFC 9110 §13.1.2', [exchange.evidence('HEAD with the exact tag')])]
}

function finding(
  id: string,
  severity: Severity,
  seen: string,
  why: string,
  section: string,
  evidence: Finding['evidence'],
): Finding {
  const mend =
    'Answer HEAD by the code of GET and leave out only the content: let the framework derive it, and ' +
    'compute the tag from what GET would send.'
  return { id, severity, seen, why, rfc: section, mend, snippets: snippets('head'), evidence }
}
