import { Client } from 'undici'
import { applyEdit } from '../../scenarios/bookkeeping.ts'
import { parseHttpDate } from '../../servers/http/http-date.ts'
import { isEntityTag } from '../../servers/http/entity-tag.ts'
import type { Arm } from '../plan/arm.ts'
import type { BenchSettings } from '../plan/settings.ts'
import { acceptHeaders, decodeContent } from '../load/content-coding.ts'
import type { Server } from '../target/server-process.ts'
import { documentFault } from './document-fault.ts'
import type { ServedDocument } from './document-fault.ts'
import { requireBookkeeping } from './starting-check.ts'

/** What the harness remembers of one document of one server, as a client would: tags are opaque. */
export interface DocumentState {
  readonly path: string
  /** Of each request for it: which coding is asked for. */
  readonly acceptHeaders: Readonly<Record<string, string>>
  current: RememberedValidators
  /** Those of an earlier representation: a poll that finds a change, a write that is refused. */
  readonly stale: RememberedValidators
  /** Content of the document's size, as this server sends it, decoded. */
  readonly content: Buffer
  nextEditId(): string
}

export interface RememberedValidators {
  readonly etag: string | undefined
  readonly lastModified: string | undefined
}

/** Longer than any document takes to be read; a server silent for so long is hung. */
const answerTimeoutMs = 15_000

/**
 * GET, one edit, GET of every document: learns current and outdated validators. The same requests go to every arm.
 * `settings`: what the server was started with.
 */
export async function readDocuments(
  arm: Arm,
  server: Pick<Server, 'origin' | 'stderrTail'>,
  idsBySize: readonly (readonly number[])[],
  settings: Pick<BenchSettings, 'sizesBytes' | 'payloadFile' | 'seed'>,
): Promise<readonly (readonly DocumentState[])[]> {
  const client = new Client(server.origin, { headersTimeout: answerTimeoutMs, bodyTimeout: answerTimeoutMs })
  const nextEditId = createEditIds()
  try {
    const states: DocumentState[][] = []
    for (const [sizeIndex, ids] of idsBySize.entries()) {
      const sizeBytes = settings.sizesBytes[sizeIndex]!
      const ofSize: DocumentState[] = []
      for (const id of ids) {
        const exchange = createExchange(client, { arm, server, settings, id, sizeBytes })
        ofSize.push(await readDocument(exchange, `/orders/${id}`, arm, nextEditId, ofSize[0]?.content))
      }
      states.push(ofSize)
    }
    return states
  } finally {
    await client.destroy()
  }
}

async function readDocument(
  exchange: Exchange,
  path: string,
  arm: Arm,
  nextEditId: () => string,
  sharedContent: Buffer | undefined,
): Promise<DocumentState> {
  const first = await exchange('GET', path, {})
  const document = { path, acceptHeaders: acceptHeaders(arm.encoding), content: sharedContent ?? first.content, nextEditId }
  if (arm.role === 'reference') return { ...document, current: first.validators, stale: outdated(first.validators) }
  if (sharedContent === undefined) requireBookkeeping(arm.name, path, first.content)
  const body = applyEdit(first.content, nextEditId())
  await exchange('PUT', path, { 'content-type': 'application/json', ...guardHeaders(first.validators) }, body)
  const second = await exchange('GET', path, {})
  // The tag that the edit outdated; a date of the same second would still hold, so dates go back an hour.
  const stale = { etag: first.validators.etag, lastModified: outdated(first.validators).lastModified }
  return { ...document, current: second.validators, stale }
}

/** Same length, other value; a date an hour earlier. */
function outdated({ etag, lastModified }: RememberedValidators): RememberedValidators {
  return {
    // The first character: the last may be padding.
    etag: etag?.replace(/(?<=^(?:W\/)?")[^"]/, (first) => (first === '0' ? '1' : '0')),
    lastModified: lastModified && new Date(Date.parse(lastModified) - 3_600_000).toUTCString(),
  }
}

/** Revalidation: If-None-Match, else If-Modified-Since; a made-up tag where the server sends neither. */
export function pollHeaders({ etag, lastModified }: RememberedValidators): Record<string, string> {
  if (etag !== undefined) return { 'if-none-match': etag }
  if (lastModified !== undefined) return { 'if-modified-since': lastModified }
  return { 'if-none-match': '"no-tag-was-ever-sent"' }
}

/** Write guard: a strong tag, else a date, else nothing (a weak tag never satisfies If-Match, RFC 9110 §13.1.1). */
export function guardHeaders({ etag, lastModified }: RememberedValidators): Record<string, string> {
  if (etag !== undefined && !etag.startsWith('W/')) return { 'if-match': etag }
  if (lastModified !== undefined) return { 'if-unmodified-since': lastModified }
  return {}
}

type Exchange = (
  method: 'GET' | 'PUT',
  path: string,
  headers: Record<string, string>,
  body?: Buffer,
) => Promise<{ readonly validators: RememberedValidators; readonly content: Buffer }>

function createExchange(client: Client, document: ServedDocument): Exchange {
  const { arm } = document
  return async (method, path, headers, body) => {
    const asked = { ...headers, ...acceptHeaders(arm.encoding) }
    const { response, content } = await send(client, document, { method, path, headers: asked, body: body ?? null })
    const expected = method === 'GET' ? 200 : 204
    if (response.statusCode !== expected) {
      throw await documentFault(document, 'server-start', `answered ${response.statusCode} to ${method} ${path} ${during(method)} (expected ${expected})`)
    }
    const coding = header(response.headers['content-encoding'])
    const validators = { etag: header(response.headers.etag), lastModified: header(response.headers['last-modified']) }
    const fault = method === 'GET' ? (codingFault(arm, coding) ?? formFault(validators)) : undefined
    if (fault !== undefined) throw await documentFault(document, 'server-start', `sent GET ${path} with ${fault}`)
    return { validators, content: decodeContent(content, coding) }
  }
}

const during = (method: string) => `while its documents were ${method === 'GET' ? 'read' : 'edited'}`

function codingFault({ encoding }: Arm, coding: string | undefined): string | undefined {
  if ((coding ?? 'identity') === encoding) return undefined
  return `${coding === undefined ? 'no Content-Encoding' : `Content-Encoding ${coding}`} ${during('GET')} (expected ${encoding})`
}

/** A validator of a form that no precondition can repeat: whatever it is sent back in is ignored or refused. */
function formFault({ etag, lastModified }: RememberedValidators): string | undefined {
  if (etag !== undefined && !isEntityTag(etag)) {
    return `ETag ${etag}, which is no entity-tag: it takes double quotes around it, and W/ before them if it is weak (RFC 9110 §8.8.3)`
  }
  if (lastModified !== undefined && parseHttpDate(lastModified, Date.now()) === undefined) {
    return `Last-Modified ${lastModified}, which is no HTTP-date (RFC 9110 §5.6.7)`
  }
  return undefined
}

async function send(client: Client, document: ServedDocument, request: Parameters<Client['request']>[0]) {
  try {
    const response = await client.request(request)
    return { response, content: Buffer.from(await response.body.arrayBuffer()) }
  } catch (cause) {
    const seen = `gave no answer to ${request.method} ${request.path} ${during(request.method)}: ${(cause as Error).message}`
    throw await documentFault(document, 'server-hung', seen, { cause })
  }
}

const header = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

function createEditIds(): () => string {
  let count = 0
  return () => `u${(++count).toString(36).padStart(11, '0')}`
}
