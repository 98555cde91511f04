import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import type { Answer, Hooks } from './correct-server.ts'

type Change = (answer: Answer, request: IncomingMessage) => Partial<Answer>

/** Changes what a GET or HEAD of the resource is answered with, by 200 and by 304; not its errors. */
export function changeRead(change: Change): Hooks {
  return {
    answer: (answer, request) =>
      isRead(request) && (answer.status === 200 || answer.status === 304) ? { ...answer, ...change(answer, request) } : answer,
  }
}

/** Sets header fields of every 200 and 304; undefined takes one away. */
export function setHeaders(fields: OutgoingHttpHeaders): Hooks {
  return changeRead(({ headers }) => ({ headers: withFields(headers, fields) }))
}

export function withFields(headers: OutgoingHttpHeaders, fields: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries({ ...headers, ...fields }).filter(([, value]) => value !== undefined))
}

export function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD'
}
