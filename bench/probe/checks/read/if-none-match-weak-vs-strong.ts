import type { EntityTag } from '../../../../servers/http/entity-tag.ts'
import type { Check } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { askVariants, sentLines, statusesOf } from './ask-variants.ts'
import { holdTag, ifNoneMatch } from './revalidation.ts'
import { isStrong, opaqueOf } from './validators.ts'

const rfc = 'RFC 9110 §13.1.2, §8.8.3.2'

export const ifNoneMatchWeakVsStrong: Check = {
  id: 'if-none-match-weak-vs-strong',
  title: 'If-None-Match finds the tag whether W/ is before it or not',
  rfc,
  async run(probe) {
    const tag = await holdTag(probe)
    if (!tag.held) return unchecked(tag.because)
    const { failed, because } = await askVariants(probe, tag.validator, [current => ifNoneMatch(twinOf(current))])
    const [exchange] = failed
    if (because !== undefined) return unchecked(because)
    if (exchange === undefined) return passed(`${twinOf(tag.validator)} was answered 304 like ${tag.validator}`)
    const weakTag = !isStrong(tag.validator)
    return found({
      id: 'if-none-match-weak-vs-strong',
      severity: 'error',
      seen: `The tag is ${tag.validator}; ${sentLines(exchange, 'If-None-Match')} was answered ${statusesOf(failed)}.`,
      why: weakTag
        ? 'Clients and caches that leave W/ out get the whole content at each poll.'
        : 'Proxies that compress mark the tag as weak (nginx does): behind one, every poll becomes a 200.',
      rfc,
      mend: 'Leave W/ out of both tags before you compare them for If-None-Match (never for If-Match).',
      snippets: snippets('weak-compare'),
      evidence: [tag.notModified.evidence('the tag as it is'), exchange.evidence(weakTag ? 'without W/' : 'with W/')],
    })
  },
}

function twinOf(tag: EntityTag): EntityTag {
  return isStrong(tag) ? `W/${tag as `"${string}"`}` : `"${opaqueOf(tag)}"`
}
