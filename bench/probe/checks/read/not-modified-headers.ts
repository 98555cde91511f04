import type { Check, Exchange, ProbeResponse, Snippet } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { directivesOf, membersOf } from './field-lists.ts'
import { provokeNotModified } from './revalidation.ts'

const rfc = 'RFC 9110 §15.4.5'

/** Whether what a 304 says under a name stands for what the 200 said; only asked where both have the field. */
const agreements: Readonly<Record<string, (full: string, notModified: string) => boolean>> = {
  ETag: (full, notModified) => full === notModified,
  'Cache-Control': (full, notModified) => hasAll([...directivesOf(full).keys()], [...directivesOf(notModified).keys()]),
  Vary: (full, notModified) => hasAll(membersOf(full), membersOf(notModified)),
  // Such a time may be made anew for each answer.
  Expires: () => true,
  'Content-Location': (full, notModified) => full === notModified,
  Date: () => true,
}

export const notModifiedHeaders: Check = {
  id: 'not-modified-headers',
  title: 'A 304 repeats ETag, Cache-Control, Vary, Expires, Content-Location and Date of the 200',
  rfc,
  async run(probe) {
    const provoked = await provokeNotModified(probe)
    if (!provoked.held) return unchecked(provoked.because)
    const { notModified } = provoked
    // Read before and after, so that a field which comes and goes, or a validator that changes, is not held against the 304.
    const fulls = [probe.baseline.second, await probe.send({})]
    const names = Object.keys(agreements).filter(name => fulls.every(full => full.response.header(name) !== undefined))
    const faults = names.flatMap(name =>
      name === 'ETag' && isTagOfItsOwn(provoked.validator, notModified.response)
        ? []
        : faultOf(name, fulls.map(({ response }) => response), notModified.response),
    )
    if (faults.length === 0) return passed(names.length > 0 ? `it has ${names.join(', ')} as the 200` : 'the 200 has none of them')
    return found({
      id: 'not-modified-headers',
      severity: 'error',
      seen: `The 304 does not say what the 200 says: ${faults.join('; ')}.`,
      why:
        'A cache updates what it holds from the 304: without these it cannot tell which of its copies is ' +
        'meant, or how long and for whom it is good.',
      rfc,
      mend: 'Set these header fields before you decide between 200 and 304, so that both have them.',
      snippets: snippetsFor(faults),
      evidence: [(fulls[1] as Exchange).evidence('GET'), notModified.evidence('the same, conditional')],
    })
  },
}

/** A proxy can put right what it sets itself on 200 and 304. */
function snippetsFor(faults: readonly string[]): readonly Snippet[] {
  const isAbout = (name: string) => faults.some(fault => fault.startsWith(name))
  if (isAbout('Cache-Control')) return snippets('not-modified-cache-control')
  return isAbout('Vary') ? snippets('not-modified-vary') : snippets('not-modified-headers')
}

/**
 * Of several nodes behind one address the one that answered 304 may have answered none of the reads. Asked with a tag, it shows
 * that one; asked with a date, whichever it has.
 */
function isTagOfItsOwn(validator: unknown, notModified: ProbeResponse): boolean {
  const etag = notModified.header('etag')
  return etag !== undefined && (typeof validator !== 'string' || etag === validator)
}

function faultOf(name: string, fulls: readonly ProbeResponse[], notModified: ProbeResponse): readonly string[] {
  const values = fulls.map(full => full.header(name) ?? '')
  const value = notModified.header(name)
  if (value === undefined) return [`${name}: ${values[0]} is missing`]
  const changesByItself = values[0] !== values[1]
  return changesByItself || agreements[name]?.(values[0] ?? '', value) ? [] : [`${name} is ${value} instead of ${values[0]}`]
}

function hasAll(names: readonly string[], within: readonly string[]): boolean {
  return names.every(name => within.includes(name))
}
