import type { Drift } from './drifts/drift.ts'
import { validatorsInCoding } from './http/content-coding.ts'
import type { ContentCoding } from './http/content-coding.ts'
import { evaluatePreconditions } from './http/preconditions.ts'
import type { ConditionalRequest, Decision, Validators } from './http/preconditions.ts'
import { contentLimitBytes } from './resource/size.ts'
import { parseContent } from './parse-content.ts'
import type { Representations } from './representations.ts'
import { digestOf, storingSerialiser } from './serialisation.ts'
import type { Columns, NewContent, Store } from './stores/store.ts'
import type { Strategy } from './strategies/strategy.ts'

export type Replacement =
  /** `validators`: undefined where a GET will not send the bytes that came in (RFC 9110 §9.3.4). */
  | { readonly outcome: 'written'; readonly created: boolean; readonly validators: Validators | undefined }
  | { readonly outcome: 'refused'; readonly decision: Exclude<Decision, 'proceed'> }
  | { readonly outcome: 'bad-content'; readonly detail: string }
  | { readonly outcome: 'content-too-large' }

/**
 * `conditions`: undefined where the request bears none; then nothing of the current document is read. `coding`: in which a
 * GET with the same Accept-Encoding would send the document; undefined where nothing is negotiated.
 */
export type Replace = (
  id: string,
  content: Buffer,
  conditions: ConditionalRequest | undefined,
  coding?: ContentCoding,
) => Replacement

/** Replaces a document: preconditions first, the content is parsed only when they hold (RFC 9110 §13.2.1), all in one transaction. */
export function createReplace(
  store: Store,
  strategy: Strategy,
  representations: Representations,
  drift?: Drift,
): Replace {
  const serialise = storingSerialiser(strategy, drift)
  const sendsWhatItStores = drift === undefined
  const requirePrecondition = strategy.writeGuard !== 'none'

  function decide(id: string, conditions: ConditionalRequest | undefined, coding: ContentCoding | undefined): Decision {
    if (conditions === undefined) return requirePrecondition ? 'precondition-required' : 'proceed'
    const current = validatorsInCoding(representations.current(id)?.validators, coding)
    return evaluatePreconditions(conditions, current, { requirePrecondition, nowMs: Date.now() })
  }

  return (id, content, conditions, coding) => {
    let refusal: Replacement | undefined
    let identical = false
    let next: NewContent | undefined
    const row = store.write(id, () => {
      const decision = decide(id, conditions, coding)
      if (decision !== 'proceed') {
        refusal = { outcome: 'refused', decision }
        return undefined
      }
      const parsed = parseContent(content)
      if (!parsed.ok) {
        refusal = { outcome: 'bad-content', detail: parsed.detail }
        return undefined
      }
      const serialised = serialise(parsed.value)
      identical = serialised === parsed.text
      if (!identical && Buffer.byteLength(serialised) > contentLimitBytes) {
        refusal = { outcome: 'content-too-large' }
        return undefined
      }
      next = { content: serialised, digest: digestOf(strategy, identical ? content : Buffer.from(serialised)) }
      return next
    })
    if (row === undefined || next === undefined) return refusal ?? unexplained(id)
    const validators = identical && sendsWhatItStores ? validatorsOf(strategy, row, next, content) : undefined
    return { outcome: 'written', created: row.version === 1, validators: validatorsInCoding(validators, coding) }
  }
}

function validatorsOf(strategy: Strategy, row: Columns, { digest }: NewContent, content: Buffer): Validators {
  switch (strategy.needs) {
    case 'nothing':
      return {}
    case 'columns':
      return strategy.validators(row)
    case 'digest':
      return strategy.validators({ ...row, digest })
    case 'content':
      return strategy.validators(content)
  }
}

function unexplained(id: string): never {
  throw new Error(`the store did not write document ${id} and nothing refused it`)
}
