import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluatePreconditions } from './preconditions.ts'
import type { ConditionalRequest, Decision, Validators } from './preconditions.ts'

const lastModifiedMs = Date.UTC(2024, 4, 23, 14, 40, 0, 700)
const nowMs = lastModifiedMs + 3_600_000
const earlier = 'Thu, 23 May 2024 14:39:59 GMT'
const same = 'Thu, 23 May 2024 14:40:00 GMT'
const later = 'Thu, 23 May 2024 14:40:01 GMT'
const future = 'Fri, 23 May 2098 14:40:00 GMT'

const states = {
  strong: { etag: '"v7"' },
  weak: { etag: 'W/"v7"', lastModifiedMs },
  dated: { lastModifiedMs },
  both: { etag: '"v7"', lastModifiedMs },
  bare: {},
  missing: undefined,
} as const satisfies Record<string, Validators | undefined>

type State = keyof typeof states
type Fields = Omit<ConditionalRequest, 'method'>

const go: Decision = 'proceed'
const unchanged: Decision = 'not-modified'
const failed: Decision = 'precondition-failed'
const required: Decision = 'precondition-required'
const malformed: Decision = 'malformed-precondition'

function decide(method: ConditionalRequest['method'], state: State, fields: Fields, requirePrecondition: boolean): Decision {
  return evaluatePreconditions({ method, ...fields }, states[state], { requirePrecondition, nowMs })
}

describe('a GET or HEAD', () => {
  it.each<[string, State, Fields, Decision]>([
    ['without preconditions proceeds', 'both', {}, go],

    ['If-None-Match: the current tag (RFC 9110 §13.1.2)', 'strong', { ifNoneMatch: '"v7"' }, unchanged],
    ['If-None-Match: another tag', 'strong', { ifNoneMatch: '"v6"' }, go],
    ['If-None-Match: the weak form of a strong tag', 'strong', { ifNoneMatch: 'W/"v7"' }, unchanged],
    ['If-None-Match: the strong form of a weak tag', 'weak', { ifNoneMatch: '"v7"' }, unchanged],
    ['If-None-Match: the current weak tag', 'weak', { ifNoneMatch: 'W/"v7"' }, unchanged],
    ['If-None-Match: a list with the tag', 'strong', { ifNoneMatch: '"v5", W/"v6" ,,"v7"' }, unchanged],
    ['If-None-Match: a list without it', 'strong', { ifNoneMatch: '"v5", "v6"' }, go],
    ['If-None-Match: the tag within a quoted comma list', 'strong', { ifNoneMatch: '"a,v7,b"' }, go],
    ['If-None-Match: a tag, where there is none', 'dated', { ifNoneMatch: '"v7"' }, go],
    ['If-None-Match: * (RFC 9110 §13.1.2)', 'strong', { ifNoneMatch: '*' }, unchanged],
    ['If-None-Match: * without any validator', 'bare', { ifNoneMatch: '*' }, unchanged],
    ['If-None-Match: malformed is ignored', 'strong', { ifNoneMatch: 'v7' }, go],
    ['If-None-Match: * within a list is malformed', 'strong', { ifNoneMatch: '*, "v7"' }, go],

    ['If-Modified-Since: the date (RFC 9110 §13.1.3)', 'dated', { ifModifiedSince: same }, unchanged],
    ['If-Modified-Since: a second earlier', 'dated', { ifModifiedSince: earlier }, go],
    ['If-Modified-Since: a second later', 'dated', { ifModifiedSince: later }, unchanged],
    ['If-Modified-Since: a date in the future, as any other', 'dated', { ifModifiedSince: future }, unchanged],
    ['If-Modified-Since: in the form of RFC 850', 'dated', { ifModifiedSince: 'Thursday, 23-May-24 14:40:00 GMT' }, unchanged],
    ['If-Modified-Since: in the form of asctime', 'dated', { ifModifiedSince: 'Thu May 23 14:40:00 2024' }, unchanged],
    ['If-Modified-Since: no date is ignored', 'dated', { ifModifiedSince: 'yesterday' }, go],
    ['If-Modified-Since: two dates are no date', 'dated', { ifModifiedSince: `${same}, ${same}` }, go],
    ['If-Modified-Since: without Last-Modified is ignored', 'strong', { ifModifiedSince: later }, go],
    ['If-None-Match takes precedence over the date', 'both', { ifNoneMatch: '"v6"', ifModifiedSince: same }, go],
    ['If-None-Match, malformed, still does', 'both', { ifNoneMatch: 'v6', ifModifiedSince: same }, go],
    ['If-None-Match decides against an old date', 'both', { ifNoneMatch: '"v7"', ifModifiedSince: earlier }, unchanged],

    ['If-Match: the current tag (RFC 9110 §13.1.1)', 'strong', { ifMatch: '"v7"' }, go],
    ['If-Match: another tag', 'strong', { ifMatch: '"v6"' }, failed],
    ['If-Match: a weak tag never satisfies', 'weak', { ifMatch: 'W/"v7"' }, failed],
    ['If-Match: * without any validator', 'bare', { ifMatch: '*' }, go],
    ['If-Match: malformed is ignored', 'strong', { ifMatch: 'v7' }, go],
    ['If-Match before If-None-Match (RFC 9110 §13.2.2)', 'strong', { ifMatch: '"v6"', ifNoneMatch: '"v7"' }, failed],
    ['If-Match holds, then If-None-Match', 'strong', { ifMatch: '"v7"', ifNoneMatch: '"v7"' }, unchanged],
    ['If-Match holds, then If-Modified-Since', 'both', { ifMatch: '"v7"', ifModifiedSince: same }, unchanged],
    ['If-Unmodified-Since: an earlier date (RFC 9110 §13.1.4)', 'dated', { ifUnmodifiedSince: earlier }, failed],
    ['If-Unmodified-Since: the date', 'dated', { ifUnmodifiedSince: same }, go],
    ['If-Unmodified-Since holds, then If-Modified-Since', 'dated', { ifUnmodifiedSince: same, ifModifiedSince: same }, unchanged],
    ['If-Match takes precedence over the date', 'both', { ifMatch: '"v7"', ifUnmodifiedSince: earlier }, go],
    ['If-Match, malformed, still does', 'both', { ifMatch: 'v7', ifUnmodifiedSince: earlier }, go],
  ])('%s [%s] %j: %s', (_title, state, fields, decision) => {
    expect([decide('GET', state, fields, false), decide('HEAD', state, fields, true)]).toEqual([decision, decision])
  })
})

describe('a PUT, where a precondition is required | where none is', () => {
  it.each<[string, State, Fields, Decision, Decision]>([
    ['nothing (RFC 6585 §3)', 'both', {}, required, go],
    ['nothing, to a missing resource', 'missing', {}, required, go],

    ['If-Match: the current tag (RFC 9110 §13.1.1)', 'strong', { ifMatch: '"v7"' }, go, go],
    ['If-Match: another tag', 'strong', { ifMatch: '"v6"' }, failed, failed],
    ['If-Match: the weak form of a strong tag', 'strong', { ifMatch: 'W/"v7"' }, failed, failed],
    ['If-Match: the strong form of a weak tag', 'weak', { ifMatch: '"v7"' }, failed, failed],
    ['If-Match: the current weak tag', 'weak', { ifMatch: 'W/"v7"' }, failed, failed],
    ['If-Match: a list with the tag', 'strong', { ifMatch: '"v6",, "v7"' }, go, go],
    ['If-Match: a list with its weak form only', 'strong', { ifMatch: '"v6", W/"v7"' }, failed, failed],
    ['If-Match: a tag, where there is none', 'dated', { ifMatch: '"v7"' }, failed, failed],
    ['If-Match: *', 'strong', { ifMatch: '*' }, go, go],
    ['If-Match: * without any validator', 'bare', { ifMatch: '*' }, go, go],
    ['If-Match: a tag, of a missing resource', 'missing', { ifMatch: '"v7"' }, failed, failed],
    ['If-Match: *, of a missing resource', 'missing', { ifMatch: '*' }, failed, failed],
    ['If-Match: unquoted', 'strong', { ifMatch: 'v7' }, required, malformed],
    ['If-Match: no tag at all', 'strong', { ifMatch: ',' }, required, malformed],
    ['If-Match: * within a list', 'strong', { ifMatch: '"v7", *' }, required, malformed],
    ['If-Match: unquoted, of a missing resource', 'missing', { ifMatch: 'v7' }, required, malformed],
    ['If-Match: unquoted, beside a date that holds', 'both', { ifMatch: 'v7', ifUnmodifiedSince: same }, required, malformed],
    ['If-Match: unquoted, beside If-None-Match', 'strong', { ifMatch: 'v7', ifNoneMatch: '"v6"' }, required, malformed],

    ['If-Unmodified-Since: the date (RFC 9110 §13.1.4)', 'dated', { ifUnmodifiedSince: same }, go, go],
    ['If-Unmodified-Since: a second earlier', 'dated', { ifUnmodifiedSince: earlier }, failed, failed],
    ['If-Unmodified-Since: a date in the future', 'dated', { ifUnmodifiedSince: future }, go, go],
    ['If-Unmodified-Since: no date', 'dated', { ifUnmodifiedSince: '"v7"' }, required, go],
    ['If-Unmodified-Since: without Last-Modified', 'strong', { ifUnmodifiedSince: same }, required, go],
    ['If-Unmodified-Since, of a missing resource', 'missing', { ifUnmodifiedSince: same }, required, go],
    ['If-Match takes precedence over the date', 'both', { ifMatch: '"v7"', ifUnmodifiedSince: earlier }, go, go],

    ['If-None-Match: the current tag (RFC 9110 §13.1.2)', 'strong', { ifNoneMatch: '"v7"' }, failed, failed],
    ['If-None-Match: the weak form of a strong tag', 'strong', { ifNoneMatch: 'W/"v7"' }, failed, failed],
    ['If-None-Match: another tag', 'strong', { ifNoneMatch: '"v6"' }, go, go],
    ['If-None-Match: *', 'strong', { ifNoneMatch: '*' }, failed, failed],
    ['If-None-Match: * without any validator', 'bare', { ifNoneMatch: '*' }, failed, failed],
    ['If-None-Match: *, to create', 'missing', { ifNoneMatch: '*' }, go, go],
    ['If-None-Match: a tag, to create', 'missing', { ifNoneMatch: '"v7"' }, go, go],
    ['If-None-Match: malformed', 'strong', { ifNoneMatch: 'v7' }, required, go],
    ['If-Match holds, then If-None-Match', 'strong', { ifMatch: '*', ifNoneMatch: '"v7"' }, failed, failed],
    ['If-Match guards beside a malformed If-None-Match', 'strong', { ifMatch: '"v7"', ifNoneMatch: 'v' }, go, go],

    ['If-Modified-Since never counts (RFC 9110 §13.1.3)', 'dated', { ifModifiedSince: same }, required, go],
  ])('%s [%s] %j: %s | %s', (_title, state, fields, whereRequired, whereNot) => {
    expect([decide('PUT', state, fields, true), decide('PUT', state, fields, false)]).toEqual([whereRequired, whereNot])
  })
})

describe('for any fields and any state', () => {
  const tagList = fc.constantFrom('"v7"', 'W/"v7"', '"v6"', '"v6", "v7"', '*', 'v7', ',', '')
  const date = fc.constantFrom(earlier, same, later, future, 'yesterday', '')
  const fields: fc.Arbitrary<Fields> = fc.record(
    { ifMatch: tagList, ifNoneMatch: tagList, ifModifiedSince: date, ifUnmodifiedSince: date },
    { requiredKeys: [] },
  )
  const state = fc.constantFrom<State[]>('strong', 'weak', 'dated', 'both', 'bare', 'missing')

  it('a GET is never told to be conditional, and a PUT is never told 304', () => {
    fc.assert(
      fc.property(fields, state, fc.boolean(), (each, current, requirePrecondition) => {
        expect([go, unchanged, failed]).toContain(decide('GET', current, each, requirePrecondition))
        expect(decide('PUT', current, each, requirePrecondition)).not.toBe(unchanged)
      }),
    )
  })

  it('to require a precondition changes nothing but to refuse what would be written blindly or is malformed', () => {
    fc.assert(
      fc.property(fields, state, (each, current) => {
        const [whereRequired, whereNot] = [decide('PUT', current, each, true), decide('PUT', current, each, false)]
        expect(whereRequired === required ? [go, malformed] : [whereRequired]).toContain(whereNot)
      }),
    )
  })

  it('HEAD is decided as GET is', () => {
    fc.assert(
      fc.property(fields, state, (each, current) => {
        expect(decide('HEAD', current, each, true)).toBe(decide('GET', current, each, true))
      }),
    )
  })

  it('If-Modified-Since changes nothing where If-None-Match is present, nor If-Unmodified-Since where If-Match is', () => {
    fc.assert(
      fc.property(fields, tagList, date, state, fc.constantFrom('GET' as const, 'PUT' as const), (each, tags, day, current, method) => {
        const { ifModifiedSince: _, ...unlessNoneMatch } = { ...each, ifNoneMatch: tags }
        expect(decide(method, current, { ...unlessNoneMatch, ifModifiedSince: day }, true)).toBe(
          decide(method, current, unlessNoneMatch, true),
        )
        const { ifUnmodifiedSince: __, ...unlessMatch } = { ...each, ifMatch: tags }
        expect(decide(method, current, { ...unlessMatch, ifUnmodifiedSince: day }, true)).toBe(
          decide(method, current, unlessMatch, true),
        )
      }),
    )
  })
})
