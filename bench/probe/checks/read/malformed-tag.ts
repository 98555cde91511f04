import type { Check, Exchange, Finding, ProbeResponse } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { found, passed, unchecked } from '../verdict.ts'
import { tagOf } from './validators.ts'

const rfc = 'RFC 9110 §8.8.3'

export const malformedTag: Check = {
  id: 'malformed-tag',
  title: 'The ETag is one entity-tag: quoted, perhaps W/ before it',
  rfc,
  async run({ baseline: { second } }) {
    const value = second.response.header('etag')
    if (value === undefined) return unchecked('the resource has no ETag (no-validator)')
    if (tagOf(second.response) === undefined) return found(malformed(second, value))
    return value.includes('\\') ? found(backslash(second, value)) : passed(`${value} is well-formed`)
  },
}

function malformed(exchange: Exchange, value: string): Finding {
  return {
    id: 'malformed-tag',
    severity: 'error',
    seen: `The ETag is ${value === '' ? 'empty' : value}: ${faultOf(value, exchange.response)}.`,
    why:
      'Clients and caches may drop it, or send it back in a form that is not understood: polls become 200, ' +
      'guarded writes become 412.',
    rfc: `${rfc}, §2.2`,
    mend:
      'Put the value between double quotes: "v7", or W/"v7" where it is weak; no spaces, no control ' +
      'characters and no quotes within.',
    snippets: snippets('no-validator'),
    evidence: [exchange.evidence('GET')],
  }
}

function faultOf(value: string, { headerLines }: ProbeResponse): string {
  const lines = headerLines.filter(([name]) => name.toLowerCase() === 'etag').length
  if (lines > 1) return `it comes in ${lines} header lines, and there is only one`
  if (value === '') return 'there are not even quotes'
  if (value.startsWith('w/"')) return 'the mark of a weak tag is W/ in upper case'
  if (/^(W\/)?'.*'$/.test(value)) return 'it stands between single quotes'
  if (/^W\/\s+"/.test(value)) return 'nothing comes between W/ and the quote'
  if (/^(W\/)?".*"$/.test(value)) return 'between the quotes is a character that no tag may have (a space, a quote or a control character)'
  if (!value.includes('"')) return 'it is not quoted'
  return 'it is no quoted string, W/ before it or not'
}

function backslash(exchange: Exchange, value: string): Finding {
  return {
    id: 'malformed-tag-backslash',
    severity: 'note',
    seen: `The ETag ${value} has a backslash in it.`,
    why: 'Some recipients take it for an escape and leave it out, so that the tag they send back is another one.',
    rfc,
    mend: 'Use letters, digits, - and _ in tags.',
    evidence: [exchange.evidence('GET')],
  }
}
