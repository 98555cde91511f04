import { setTimeout as sleep } from 'node:timers/promises'
import { weakMatch } from '../../../../servers/http/entity-tag.ts'
import type { EntityTag } from '../../../../servers/http/entity-tag.ts'
import { formatHttpDate } from '../../../../servers/http/http-date.ts'
import type { Exchange, Probe, ProbeResponse } from '../../finding.ts'
import type { HeaderLine } from '../../request-head.ts'
import { secondsOf, tagOf, whyNoDate, whyNoTag } from './validators.ts'

/**
 * What a conditional request came to. `sent-again`: the whole content, by an answer that shows the very validator that was asked
 * with; `moved-on`: the whole content, and the validator is another one now; `refused`: another status; `unavailable`: a status
 * that says nothing about preconditions, such as 429.
 */
export type Outcome = 'not-modified' | 'sent-again' | 'moved-on' | 'refused' | 'unavailable'

export interface Asked<V> {
  readonly outcome: Outcome
  /** What was asked with. */
  readonly validator: V
  readonly exchange: Exchange
}

interface ValidatorKind<V> {
  read(response: ProbeResponse): V | undefined
  same(a: V, b: V): boolean
}

const entityTag: ValidatorKind<EntityTag> = { read: tagOf, same: weakMatch }
const modificationSecond: ValidatorKind<number> = {
  read: response => secondsOf(response, 'last-modified'),
  same: (a, b) => a === b,
}

/** Statuses of something before the resource: nothing is known of its preconditions. */
const unavailable: readonly number[] = [401, 403, 407, 408, 429, 502, 503, 504]

export function isUnavailable({ status }: ProbeResponse): boolean {
  return unavailable.includes(status)
}

/** Asks with the tag of the baseline, or, when the resource moved on meanwhile, once more with the tag that it has then. */
export async function askWithTag(
  probe: Probe,
  tag: EntityTag,
  headersOf: (tag: EntityTag) => readonly HeaderLine[],
  method = 'GET',
): Promise<Asked<EntityTag>> {
  return askTwice(probe, entityTag, tag, headersOf, method)
}

/** As `askWithTag`, with Last-Modified in whole seconds. */
export async function askWithDate(
  probe: Probe,
  seconds: number,
  headersOf: (seconds: number) => readonly HeaderLine[],
): Promise<Asked<number>> {
  return askTwice(probe, modificationSecond, seconds, headersOf, 'GET')
}

async function askTwice<V>(
  probe: Probe,
  kind: ValidatorKind<V>,
  validator: V,
  headersOf: (validator: V) => readonly HeaderLine[],
  method: string,
): Promise<Asked<V>> {
  const first = await askOnce(probe, kind, validator, headersOf, method)
  if (first.outcome !== 'moved-on' || first.now === undefined) return first
  return askOnce(probe, kind, first.now, headersOf, method)
}

async function askOnce<V>(
  probe: Probe,
  kind: ValidatorKind<V>,
  validator: V,
  headersOf: (validator: V) => readonly HeaderLine[],
  method: string,
): Promise<Asked<V> & { readonly now?: V | undefined }> {
  const exchange = await probe.send({ method, headers: headersOf(validator) })
  const { response } = exchange
  if (response.status === 304) return { outcome: 'not-modified', validator, exchange }
  if (isUnavailable(response)) return { outcome: 'unavailable', validator, exchange }
  if (response.status < 200 || response.status > 299) return { outcome: 'refused', validator, exchange }
  const now = kind.read(response) ?? kind.read((await probe.send({})).response)
  const same = now !== undefined && kind.same(now, validator)
  return { outcome: same ? 'sent-again' : 'moved-on', validator, exchange, now }
}

/** A validator that the target answers 304 to when it is sent back as it came, or why there is none. */
export type Held<V> =
  | { readonly held: true; readonly validator: V; readonly notModified: Exchange }
  | { readonly held: false; readonly because: string }

const unanswered = new WeakSet<Probe>()

/** From now on no tag is held: each further request with it would wait in vain. */
export function giveTagUp(probe: Probe): void {
  unanswered.add(probe)
}

/** What every check on tags stands on: were not even the exact tag answered 304, each of them would only say so again. */
export async function holdTag(probe: Probe): Promise<Held<EntityTag>> {
  const { response } = probe.baseline.second
  if (unanswered.has(probe)) return { held: false, because: 'a request with the tag gets no answer (if-none-match-exact)' }
  const tag = tagOf(response)
  if (tag === undefined) return { held: false, because: whyNoTag(response) }
  return held(await askWithTag(probe, tag, ifNoneMatch), 'tag', 'if-none-match-exact')
}

export async function holdDate(probe: Probe): Promise<Held<number>> {
  const { response } = probe.baseline.second
  const seconds = secondsOf(response, 'last-modified')
  if (seconds === undefined) return { held: false, because: whyNoDate(response) }
  return held(await askWithSettledDate(probe, seconds), 'date', 'if-modified-since-exact')
}

/**
 * Asks with the exact date. A server may distrust a date of the very second in which it is asked, since the resource could change
 * again within it (RFC 9110 §8.8.2.2), so a young one is given time.
 */
export async function askWithSettledDate(probe: Probe, seconds: number): Promise<Asked<number>> {
  const asked = await askWithDate(probe, seconds, ifModifiedSince)
  const { response } = asked.exchange
  const ageSeconds = (secondsOf(response, 'date') ?? Math.floor(Date.now() / 1000)) - asked.validator
  if (asked.outcome !== 'sent-again' || ageSeconds >= settledSeconds) return asked
  await sleep((settledSeconds - Math.max(ageSeconds, 0)) * 1000, undefined, { signal: probe.signal })
  return askWithDate(probe, asked.validator, ifModifiedSince)
}

const settledSeconds = 2

function held<V>({ outcome, validator, exchange }: Asked<V>, what: string, checkedBy: string): Held<V> {
  switch (outcome) {
    case 'not-modified':
      return { held: true, validator, notModified: exchange }
    case 'moved-on':
      return { held: false, because: `the ${what} was another one at each read (tag-drift)` }
    case 'unavailable':
      return { held: false, because: `the target answered ${exchange.response.status}` }
    case 'sent-again':
    case 'refused':
      return { held: false, because: `not even the exact ${what} is answered 304 (${checkedBy})` }
  }
}

/** A 304 by whatever the target answers so, or why there is none. */
export async function provokeNotModified(probe: Probe): Promise<Held<unknown>> {
  const byTag = await holdTag(probe)
  if (byTag.held) return byTag
  const byDate = await holdDate(probe)
  if (byDate.held) return byDate
  const exchange = await probe.send({ headers: [['If-None-Match', '*']] })
  return exchange.response.status === 304
    ? { held: true, validator: '*', notModified: exchange }
    : { held: false, because: `no request was answered 304: ${byTag.because}; ${byDate.because}` }
}

export function ifNoneMatch(value: string): readonly HeaderLine[] {
  return [['If-None-Match', value]]
}

export function ifModifiedSince(seconds: number): readonly HeaderLine[] {
  return [['If-Modified-Since', formatHttpDate(seconds * 1000)]]
}
