import { hash } from 'node:crypto'
import { initialEditId, initialTally, readBookkeeping } from '../../scenarios/bookkeeping.ts'
import type { ScriptRequest, ScriptResponse } from '../../scenarios/scenario.ts'
import type { DocumentState } from '../oracle/document-state.ts'

/** A test fixture: documents in memory, answers at chosen nanoseconds, faults on demand. */
export interface ScriptedServerOptions {
  /** `hash`: of the bytes as sent; `canonical-hash`: of their members in order; `weak-hash`: marked weak, guards nothing. */
  readonly validators: 'version' | 'hash' | 'canonical-hash' | 'weak-hash' | 'last-modified' | 'none'
  readonly documents: number
  /** Every content is sent with the time in it, or with its members in the other order every other time. */
  readonly drift?: 'server-time' | 'key-order'
  /** Acknowledges every nth accepted write without storing it. */
  readonly dropsEveryNthWrite?: number
  /** Answers every nth conditional poll with 304, whatever has changed. */
  readonly falseNotModifiedEveryNth?: number
  /** Applies If-Match writes whatever the tag is. */
  readonly ignoresIfMatch?: boolean
  /** Refuses every nth write with 412, but stores it. */
  readonly storesEveryNthRefused?: number
  /** From then on the clock is an hour behind. */
  readonly clockStepsBackAtNs?: number
}

interface StoredDocument {
  readonly body: Buffer
  readonly version: number
  readonly modifiedMs: number
}

/** Where the virtual clock starts: Thu, 23 May 2024 16:00:00 GMT. */
const epochMs = 1_716_480_000_000
const hourMs = 3_600_000
const noContent = Buffer.alloc(0)

/** Linearizable as long as it has no fault: it answers one request after the other, each in no time. */
export class ScriptedServer {
  readonly #options: ScriptedServerOptions
  readonly #documents = new Map<number, StoredDocument>()
  /** Every edit that led to a content, by the id in it: the truth. */
  readonly #histories = new Map<string, ReadonlySet<string>>([[initialEditId, new Set()]])
  #writes = 0
  #conditionalPolls = 0
  #sent = 0
  /** As `--log-commits` writes it. */
  commitLog = ''

  constructor(options: ScriptedServerOptions) {
    this.#options = options
    const body = Buffer.from(`{"edit":{"id":"${initialEditId}","tally":${initialTally}},"note":"Grüße"}`)
    for (let document = 1; document <= options.documents; document += 1) {
      this.#documents.set(document, { body, version: 1, modifiedMs: epochMs })
    }
  }

  states(): readonly DocumentState[] {
    return [...this.#documents].map(([document, { body }]) => {
      const { editId, tally } = readBookkeeping(body) ?? { editId: '', tally: Number.NaN }
      return { document, editId, tally }
    })
  }

  /** In the content of the document as it is now. */
  editIdOf(document: number): string | undefined {
    const stored = this.#documents.get(document)
    return stored && readBookkeeping(stored.body)?.editId
  }

  /** The truth that the oracles have to find: which of these edits no content contains any more. */
  lostAmong(editIds: readonly string[]): readonly string[] {
    const surviving = new Set(this.states().flatMap(({ editId }) => [...(this.#histories.get(editId) ?? [])]))
    return editIds.filter(editId => !surviving.has(editId))
  }

  answer(request: ScriptRequest, nowNs: number): ScriptResponse {
    const nowMs = this.#clockMs(nowNs)
    const stored = this.#documents.get(request.document)
    const date = new Date(nowMs).toUTCString()
    if (stored === undefined) return { status: 404, headers: { date }, body: noContent }
    const { headers, ...answer } = request.method === 'GET' ? this.#get(request, stored, nowMs) : this.#put(request, stored, nowMs)
    return { ...answer, headers: { ...headers, date } }
  }

  #clockMs(nowNs: number): number {
    const { clockStepsBackAtNs = Infinity } = this.#options
    return epochMs + Math.floor(nowNs / 1e6) - (nowNs >= clockStepsBackAtNs ? hourMs : 0)
  }

  #get({ headers }: ScriptRequest, stored: StoredDocument, nowMs: number): ScriptResponse {
    const since = headers['if-modified-since']
    const asked = headers['if-none-match']
    const isConditional = asked !== undefined || since !== undefined
    if (isConditional) this.#conditionalPolls += 1
    const lies = isConditional && isNth(this.#conditionalPolls, this.#options.falseNotModifiedEveryNth)
    const body = this.#asSent(stored, nowMs)
    const validators = this.#validatorsOf(stored, body)
    const isUnmodified = since !== undefined && secondOf(stored) <= Date.parse(since)
    const isNotModified = lies || (asked === undefined ? isUnmodified : asked === validators['etag'])
    if (!isNotModified) return { status: 200, headers: validators, body }
    return { status: 304, headers: lies ? {} : validators, body: noContent }
  }

  #put(request: ScriptRequest, stored: StoredDocument, nowMs: number): ScriptResponse {
    this.#writes += 1
    const { 'if-match': ifMatch, 'if-unmodified-since': since } = request.headers
    const { etag } = this.#validatorsOf(stored, stored.body)
    const isStale =
      (ifMatch !== undefined && ifMatch !== etag && this.#options.ignoresIfMatch !== true) ||
      (since !== undefined && secondOf(stored) > Date.parse(since))
    const storesRefused = isNth(this.#writes, this.#options.storesEveryNthRefused)
    if (isStale && !storesRefused) return { status: 412, headers: {}, body: noContent }
    const written = this.#written(request, stored, nowMs)
    if (!isNth(this.#writes, this.#options.dropsEveryNthWrite)) this.#documents.set(request.document, written)
    if (storesRefused) return { status: 412, headers: {}, body: noContent }
    const sendsThatBack = this.#options.drift === undefined
    return { status: 204, headers: sendsThatBack ? this.#validatorsOf(written, written.body) : {}, body: noContent }
  }

  #written({ document, body = noContent, baseEditId = '' }: ScriptRequest, stored: StoredDocument, nowMs: number): StoredDocument {
    const editId = readBookkeeping(body)?.editId ?? ''
    this.commitLog += `${document} ${readBookkeeping(stored.body)?.editId} ${editId}\n`
    if (!this.#histories.has(editId)) this.#histories.set(editId, new Set([...(this.#histories.get(baseEditId) ?? []), editId]))
    return { body, version: stored.version + 1, modifiedMs: nowMs }
  }

  #asSent({ body }: StoredDocument, nowMs: number): Buffer {
    if (this.#options.drift === undefined) return body
    this.#sent += 1
    const content = JSON.parse(body.toString()) as Readonly<Record<string, unknown>>
    if (this.#options.drift === 'server-time') return Buffer.from(JSON.stringify({ ...content, serverTime: nowMs }))
    const members = Object.entries(content)
    return Buffer.from(JSON.stringify(Object.fromEntries(this.#sent % 2 === 0 ? members.toReversed() : members)))
  }

  #validatorsOf(stored: StoredDocument, body: Buffer): Readonly<Record<string, string>> {
    switch (this.#options.validators) {
      case 'version':
        return { etag: `"v${stored.version}"` }
      case 'hash':
        return { etag: `"${hash('sha1', body)}"` }
      case 'canonical-hash':
        return { etag: `"${hash('sha1', canonicalForm(body))}"` }
      case 'weak-hash':
        return { etag: `W/"${hash('sha1', body)}"` }
      case 'last-modified':
        return { 'last-modified': new Date(secondOf(stored)).toUTCString() }
      case 'none':
        return {}
    }
  }
}

function canonicalForm(body: Buffer): string {
  const members = Object.entries(JSON.parse(body.toString()) as Readonly<Record<string, unknown>>)
  return JSON.stringify(Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1))))
}

function isNth(count: number, n: number | undefined): boolean {
  return n !== undefined && count % n === 0
}

function secondOf({ modifiedMs }: StoredDocument): number {
  return Math.floor(modifiedMs / 1000) * 1000
}
