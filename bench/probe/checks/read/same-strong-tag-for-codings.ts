import type { Check, Exchange, Finding } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { readCodings } from './codings.ts'
import { isStrong, tagOf } from './validators.ts'

const rfc = 'RFC 9110 §8.8.3, §8.8.3.3'

export const sameStrongTagForCodings: Check = {
  id: 'same-strong-tag-for-codings',
  title: 'Compressed and plain content do not share a strong tag',
  rfc,
  async run(probe) {
    const representations = await readCodings(probe)
    const codings = [...representations.keys()]
    if (codings.length === 0) return unchecked('no request with Accept-Encoding was answered')
    const seen = codings.length === 1 ? `the content always comes as ${codings[0]}` : `${codings.join(', ')} have tags of their own, weak ones, or none`
    return passedUnless(findShared(representations), seen)
  },
}

function findShared(representations: ReadonlyMap<string, Exchange>): readonly Finding[] {
  const codingsByTag = new Map<string, string[]>()
  for (const [coding, { response }] of representations) {
    const tag = tagOf(response)
    if (tag !== undefined && isStrong(tag)) codingsByTag.set(tag, [...(codingsByTag.get(tag) ?? []), coding])
  }
  return [...codingsByTag].flatMap(([tag, codings]) => (codings.length < 2 ? [] : [shared(tag, codings, representations)]))
}

function shared(tag: string, codings: readonly string[], representations: ReadonlyMap<string, Exchange>): Finding {
  return {
    id: 'same-strong-tag-for-codings',
    severity: 'error',
    seen: `The strong tag ${tag} comes with the content as ${codings.join(' and as ')}.`,
    why:
      'A strong tag promises the same bytes: caches may put ranges of both together, and a copy in one ' +
      'coding is confirmed as the other.',
    rfc,
    mend:
      'Compress before the tag is made, or mark the tag of compressed content as weak, or add the coding to ' +
      'it ("v7-gzip") and know it in If-None-Match and If-Match.',
    snippets: snippets('compression'),
    evidence: codings.flatMap(coding => representations.get(coding)?.evidence(`the content as ${coding}`) ?? []),
  }
}
