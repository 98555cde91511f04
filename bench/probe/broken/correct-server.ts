import { createServer } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { formatHttpDate } from '../../../servers/http/http-date.ts'
import { evaluatePreconditions } from '../../../servers/http/preconditions.ts'
import type { ConditionalRequest, Decision, Validators } from '../../../servers/http/preconditions.ts'

export interface StoredDocument {
  readonly content: Buffer
  /** 1 at the start, one more with every write that was accepted. */
  readonly version: number
  readonly lastModifiedMs: number
}

export interface Answer {
  readonly status: number
  /** As sent: nothing is added, Date neither. */
  readonly headers: OutgoingHttpHeaders
  readonly content: Buffer
  /** Written to the socket with its content, whatever status and method allow, and the connection is closed. */
  readonly asIs?: true
}

/** Each replaces one step of a server that does everything by RFC 9110, so that a test can break just that. */
export interface Hooks {
  /** What a GET sends; by default the stored bytes. */
  readonly content?: (document: StoredDocument, request: IncomingMessage) => Buffer
  /** By default the strong tag `"v<version>"` and the time of the last write. */
  readonly validators?: (document: StoredDocument, content: Buffer, request: IncomingMessage) => Validators
  /** By default `evaluatePreconditions`; never asked about a GET of what is not there. */
  readonly decide?: (
    conditions: ConditionalRequest,
    current: Validators | undefined,
    request: IncomingMessage,
  ) => Decision
  /** Whether an unguarded PUT is answered 428; by default it is. */
  readonly requirePrecondition?: boolean
  /** Awaited between the decision on a PUT and its commit; by default nothing comes between. */
  readonly beforeCommit?: () => Promise<void>
  /** Called when a PUT is refused; `commit` writes its content nevertheless. */
  readonly refused?: (commit: () => void) => void
  /** The last word on what is sent. */
  readonly answer?: (answer: Answer, request: IncomingMessage) => Answer
}

export interface StartedServer {
  /** Of the one document that is there from the start. */
  readonly url: URL
  /** As it is now. */
  document(): StoredDocument
  close(): Promise<void>
}

const path = '/orders/1'
const firstContent = '{"id":"1","note":"leave at the door","items":[{"sku":"A-1","quantity":2}],"total":1999}'
const hourMs = 3_600_000

/** GET, HEAD and PUT of JSON documents in memory, on a port of its own, last modified an hour ago. */
export async function startServer(hooks: Hooks = {}): Promise<StartedServer> {
  const documents = new Map<string, StoredDocument>()
  const commit = (target: string, content: Buffer, lastModifiedMs: number): StoredDocument => {
    const written = { content, version: (documents.get(target)?.version ?? 0) + 1, lastModifiedMs }
    documents.set(target, written)
    return written
  }
  const first = commit(path, Buffer.from(firstContent), Date.now() - hourMs)

  const server = createServer((request, response) => {
    const target = request.url ?? '/'
    const store: Slot = { read: () => documents.get(target), write: content => commit(target, content, Date.now()) }
    answerTo(request, store, hooks)
      .then(answer => send(response, request, hooks.answer?.(answer, request) ?? answer))
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`),
    document: () => documents.get(path) ?? first,
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** One document's place in the store. */
interface Slot {
  read(): StoredDocument | undefined
  write(content: Buffer): StoredDocument
}

async function answerTo(request: IncomingMessage, slot: Slot, hooks: Hooks): Promise<Answer> {
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return read(request, slot.read(), hooks)
    case 'PUT':
      return write(request, slot, hooks)
    case 'OPTIONS':
      return { status: 204, headers: { allow: 'GET, HEAD, PUT, OPTIONS', date: now() }, content: Buffer.alloc(0) }
    default:
      return problem(405, { allow: 'GET, HEAD, PUT, OPTIONS' })
  }
}

function read(request: IncomingMessage, document: StoredDocument | undefined, hooks: Hooks): Answer {
  if (document === undefined) return problem(404)
  const content = hooks.content?.(document, request) ?? document.content
  const validators = validatorsOf(document, content, request, hooks)
  const headers = { ...headersOf(validators), 'cache-control': 'private, no-cache' }
  const decision = decide(request, validators, hooks)
  if (decision === 'not-modified') return { status: 304, headers, content: Buffer.alloc(0) }
  if (decision !== 'proceed') return refusal(decision)
  const described = { ...headers, 'content-type': 'application/json', 'content-length': String(content.length) }
  return { status: 200, headers: described, content }
}

async function write(request: IncomingMessage, slot: Slot, hooks: Hooks): Promise<Answer> {
  const content = await buffer(request)
  const current = slot.read()
  const validators = current && validatorsOf(current, current.content, request, hooks)
  const decision = decide(request, validators, hooks)
  if (decision !== 'proceed') {
    hooks.refused?.(() => slot.write(content))
    return refusal(decision)
  }
  if (!isJson(content)) return problem(400)
  if (hooks.beforeCommit !== undefined) await hooks.beforeCommit()
  const written = slot.write(content)
  // The bytes are kept as they came, so that the validators are those of the next GET (RFC 9110 §9.3.4).
  const headers = headersOf(validatorsOf(written, content, request, hooks))
  return { status: current === undefined ? 201 : 204, headers, content: Buffer.alloc(0) }
}

function decide(request: IncomingMessage, current: Validators | undefined, hooks: Hooks): Decision {
  const { headers, method } = request
  const conditions: ConditionalRequest = {
    method: method as ConditionalRequest['method'],
    ifMatch: headers['if-match'],
    ifNoneMatch: headers['if-none-match'],
    ifModifiedSince: headers['if-modified-since'],
    ifUnmodifiedSince: headers['if-unmodified-since'],
  }
  const options = { requirePrecondition: hooks.requirePrecondition ?? true, nowMs: Date.now() }
  return hooks.decide?.(conditions, current, request) ?? evaluatePreconditions(conditions, current, options)
}

function validatorsOf(document: StoredDocument, content: Buffer, request: IncomingMessage, hooks: Hooks): Validators {
  const { version, lastModifiedMs } = document
  return hooks.validators?.(document, content, request) ?? { etag: `"v${version}"`, lastModifiedMs }
}

function headersOf({ etag, lastModifiedMs }: Validators): OutgoingHttpHeaders {
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModifiedMs === undefined ? {} : { 'last-modified': formatHttpDate(lastModifiedMs) }),
    date: now(),
  }
}

function refusal(decision: Exclude<Decision, 'proceed'>): Answer {
  if (decision === 'precondition-required') return problem(428)
  return problem(decision === 'malformed-precondition' ? 400 : 412)
}

function problem(status: number, headers: OutgoingHttpHeaders = {}): Answer {
  const content = Buffer.from(JSON.stringify({ type: 'about:blank', status }))
  const described = { 'content-type': 'application/problem+json', 'content-length': String(content.length) }
  return { status, headers: { ...headers, ...described, 'cache-control': 'no-store', date: now() }, content }
}

function send(response: ServerResponse, request: IncomingMessage, { status, headers, content, asIs }: Answer): void {
  if (asIs === true) {
    const lines = Object.entries(headers).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map(line => `${name}: ${line}\r\n`),
    )
    request.socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} As Is\r\n${lines.join('')}\r\n`, 'latin1'), content]))
    return
  }
  response.sendDate = false
  response.writeHead(status, headers).end(content)
}

function isJson(content: Buffer): boolean {
  try {
    JSON.parse(content.toString())
    return true
  } catch {
    return false
  }
}

function now(): string {
  return formatHttpDate(Date.now())
}
