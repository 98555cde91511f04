import type { Check, Exchange } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import type { HeaderLine } from '../../request-head.ts'
import { found, passed } from '../verdict.ts'
import { sentLines } from './ask-variants.ts'
import { ifModifiedSince, ifNoneMatch } from './revalidation.ts'
import { secondsOf, tagOf } from './validators.ts'

const rfc = 'RFC 9110 §13.2.1'

export const notModifiedToOtherMethod: Check = {
  id: 'not-modified-to-other-method',
  title: 'OPTIONS is not answered 304, whatever its preconditions',
  rfc,
  async run(probe) {
    const { response } = probe.baseline.second
    const tag = tagOf(response)
    const seconds = secondsOf(response, 'last-modified')
    const conditions: readonly (readonly HeaderLine[])[] = [
      ifNoneMatch('*'),
      ...(tag === undefined ? [] : [ifNoneMatch(tag)]),
      ...(seconds === undefined ? [] : [ifModifiedSince(seconds)]),
    ]
    const answers: Exchange[] = []
    for (const headers of conditions) answers.push(await probe.send({ method: 'OPTIONS', headers }))
    const notModified = answers.filter(answer => answer.response.status === 304)
    const [first] = notModified
    if (first === undefined) {
      return passed(`OPTIONS with ${answers.length} preconditions was answered ${answers[0]?.response.status ?? 'nothing'}`)
    }
    const sent = `${sentLines(first, 'If-None-Match')}${sentLines(first, 'If-Modified-Since')}`
    return found({
      id: 'not-modified-to-other-method',
      severity: 'error',
      seen: `OPTIONS with ${sent} was answered 304.`,
      why:
        'Preconditions are evaluated before the method is looked at: what asks for something else than the ' +
        'content gets no answer to it.',
      rfc,
      mend: 'Evaluate If-None-Match and If-Modified-Since into a 304 for GET and HEAD only.',
      snippets: snippets('weak-compare'),
      evidence: notModified.map(each => each.evidence('OPTIONS with a precondition')),
    })
  },
}
