import { applyEdit } from '../../scenarios/bookkeeping.ts'
import type { WireRequest } from '../load/connection.ts'
import type { ConnectionScript } from '../load/connection-script.ts'
import type { ResponseClass } from '../plan/response-class.ts'
import type { DocumentState } from './document-state.ts'
import { guardHeaders, pollHeaders } from './document-state.ts'

/** One script per connection; each connection has a document of its own. */
export function classScripts(responseClass: ResponseClass, documents: readonly DocumentState[]): readonly ConnectionScript[] {
  return documents.map((document) => classScript(responseClass, document))
}

function classScript(responseClass: ResponseClass, document: DocumentState): ConnectionScript {
  switch (responseClass) {
    case '200':
      return { kind: 'static', request: poll(document, pollHeaders(document.stale)) }
    case '304':
      return { kind: 'static', request: poll(document, pollHeaders(document.current)) }
    case '412':
      return { kind: 'static', request: edit(document, guardHeaders(document.stale)) }
    case 'put':
      return { kind: 'dependent', next: () => edit(document, guardHeaders(document.current)), answered: remember(document) }
  }
}

/** An unconditional GET: what a client without a validator sends. */
export function plainScripts(documents: readonly DocumentState[]): readonly ConnectionScript[] {
  return documents.map((document) => ({ kind: 'static', request: poll(document, {}) }))
}

function poll(document: DocumentState, headers: Readonly<Record<string, string>>): WireRequest {
  return { method: 'GET', path: document.path, headers: { ...headers, ...document.acceptHeaders } }
}

function edit(document: DocumentState, guard: Readonly<Record<string, string>>): WireRequest {
  return {
    method: 'PUT',
    path: document.path,
    headers: { 'content-type': 'application/json', ...guard, ...document.acceptHeaders },
    body: applyEdit(document.content, document.nextEditId()),
  }
}

/** The precondition of the next PUT comes from the last answer (RFC 9110 §9.3.4). */
function remember(document: DocumentState) {
  return (status: number, header: (name: string) => string | undefined) => {
    if (status >= 200 && status < 300) document.current = { etag: header('etag'), lastModified: header('last-modified') }
  }
}
