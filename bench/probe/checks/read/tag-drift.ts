import { describeDrift, findDrift } from '../../drift.ts'
import type { Drift } from '../../drift.ts'
import type { Check, Exchange, Finding } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { passedUnless, unchecked } from '../verdict.ts'
import { codingOf } from './codings.ts'
import { decodedContent } from './decoded-content.ts'
import { readSeries } from './read-series.ts'
import type { FieldChanges, ReadSeries } from './read-series.ts'
import { isStrong, tagOf } from './validators.ts'

const rfc = 'RFC 9110 §8.8.1'

export const tagDrift: Check = {
  id: 'tag-drift',
  title: 'Reads in a row show the same tag, and the same strong tag the same bytes',
  rfc,
  async run(probe) {
    const series = await readSeries(probe)
    const { reads, etag, lastModified } = series
    const findings = [
      ...(etag.changes > 1 ? tagDrifts(series, etag) : []),
      ...(lastModified.changes > 1 ? dateDrifts(series, lastModified) : []),
      ...sameTagFindings(reads),
    ]
    const once = [etag, lastModified].find(({ changes }) => changes === 1)
    if (findings.length === 0 && once !== undefined) {
      return unchecked(`the ${fieldNames[once.name]} changed once in ${reads.length} reads, as an edit would do it: probe again while nobody edits`)
    }
    return passedUnless(findings, `${reads.length} reads showed the same validators`)
  },
}

const fieldNames = { etag: 'ETag', 'last-modified': 'Last-Modified' } as const

function tagDrifts({ reads }: ReadSeries, { changes, first }: FieldChanges): readonly Finding[] {
  if (first === undefined) return []
  const drift = driftBetween(first)
  const [before, after] = first.map(({ response }) => response.header('etag') ?? 'none')
  const recur = new Set(reads.map(({ response }) => response.header('etag'))).size <= changes
  return [{
    id: 'tag-drift',
    severity: 'warning',
    seen:
      `The tag changed ${changes} times in ${reads.length} reads in a row ` +
      `(${before} then ${after}${recur ? ', and back' : ''}): ${describeDrift(drift)}.`,
    why: 'A tag that nobody knows any more matches nothing: every poll becomes a 200, every guarded write a 412.',
    rfc,
    mend: mendOf(drift, recur),
    snippets: snippets(drift.kind === 'none' ? 'nodes' : 'drift'),
    evidence: evidenceOf(first),
  }]
}

function mendOf(drift: Drift, recur: boolean): string {
  if (drift.kind === 'none') {
    return recur
      ? 'Several nodes seem to take turns: make the tag from the content or from a version in the shared ' +
        'store, not from what each node has of its own (inode, file time, a start-up value).'
      : 'The content does not change: make the tag from it or from a version, not from the clock, a counter ' +
        'of requests or chance.'
  }
  if (drift.kind === 'json' && drift.differences.every(({ kind }) => kind === 'key-order' || kind === 'item-order')) {
    return 'Sort what has no order before you write it out (ORDER BY, sorted keys), or make the tag from a version.'
  }
  return 'Take what changes by itself out of the content, or make the tag from a version of the data; if it is data that changes that fast, nothing is wrong.'
}

function dateDrifts({ reads }: ReadSeries, { changes, first }: FieldChanges): readonly Finding[] {
  if (first === undefined) return []
  const hasTag = tagOf(first[1].response) !== undefined
  const [before, after] = first.map(({ response }) => response.header('last-modified') ?? 'none')
  return [{
    id: 'tag-drift-last-modified',
    severity: hasTag ? 'note' : 'warning',
    seen:
      `Last-Modified changed ${changes} times in ${reads.length} reads in a row (${before} then ${after}): ` +
      `${describeDrift(driftBetween(first))}.`,
    why: hasTag
      ? 'Clients that know dates only get the whole content at each poll; the ETag stays the same.'
      : 'It is the time of the answer, not of the last change: every poll becomes a 200, every guarded write a 412.',
    rfc: 'RFC 9110 §8.8.2.1',
    mend: 'Keep the time of the last change with the data and send that.',
    snippets: snippets('last-modified'),
    evidence: evidenceOf(first),
  }]
}

/** Other bytes under the same strong tag (RFC 9110 §8.8.3: such a tag must be marked as weak). */
function sameTagFindings(reads: readonly Exchange[]): readonly Finding[] {
  const pair = reads.slice(1).flatMap((after, index) => {
    const before = reads[index] as Exchange
    return sharesStrongTag(before, after) && !before.response.body.equals(after.response.body) ? [[before, after] as const] : []
  })[0]
  if (pair === undefined) return []
  return [{
    id: 'tag-drift-same-tag',
    severity: 'error',
    seen:
      `The content changed between two reads and its strong tag ${pair[1].response.header('etag')} did not: ` +
      `${describeDrift(driftBetween(pair))}.`,
    why:
      'A strong tag promises the same bytes: caches may join ranges of both, and clients are answered 304 ' +
      'though the content is another one.',
    rfc: 'RFC 9110 §8.8.3, §8.8.1',
    mend:
      'Take what changes by itself out of the content; or mark the tag as weak (W/), if the difference ' +
      'means nothing to clients.',
    snippets: snippets('drift'),
    evidence: evidenceOf(pair),
  }]
}

function sharesStrongTag(before: Exchange, after: Exchange): boolean {
  const tag = tagOf(after.response)
  return tag !== undefined && isStrong(tag) && before.response.header('etag') === tag && codingOf(before) === codingOf(after)
}

function driftBetween([before, after]: readonly [Exchange, Exchange]): Drift {
  return findDrift(decodedContent(before), decodedContent(after))
}

function evidenceOf([before, after]: readonly [Exchange, Exchange]): Finding['evidence'] {
  return [before.evidence('one read'), after.evidence('the next')]
}
