import { METHODS } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problem } from './http/problem.ts'
import * as problems from './problems.ts'

export const allowedMethods = 'GET, HEAD, PUT'

/** Nothing, or what no client would ever send as it is: URLs are resolved first (RFC 3986 §5.2.4, §6.2.2.3). */
export const isNoId = (id: string) => id === '' || id === '.' || id === '..'

/**
 * Answers whatever is not GET, HEAD or PUT by its request line alone: no content is read, so that none can be at fault
 * before the method is. A tree of routes for each method keeps the measured ones as they are.
 */
export function refuseOtherMethods(app: FastifyInstance, send: (reply: FastifyReply, answer: problems.Problem) => void): void {
  const others = METHODS.filter(method => !allowedMethods.split(', ').includes(method) && method !== 'CONNECT')
  for (const method of others) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method, { hasBody: true })
  const refuse = ({ method, url, params }: FastifyRequest, reply: FastifyReply): void => {
    const { id } = params as { readonly id?: string }
    if (id === undefined || isNoId(id)) send(reply, problems.notFound(`page ${url}`))
    else send(reply.header('allow', allowedMethods), problems.methodNotAllowed(method))
  }
  for (const url of ['/orders/:id', '*']) app.route({ method: others, url, onRequest: refuse, handler: refuse })
  // Node hands CONNECT over as a bare socket, and closes it without a word where nobody takes it.
  app.server.on('connect', (_request, socket: Socket) => refuseConnect(socket))
}

function refuseConnect(socket: Socket): void {
  const { contentType, body } = problem(405, 'Method Not Allowed', `CONNECT is not supported: use ${allowedMethods}.`)
  socket.on('error', () => socket.destroy())
  const headers = [`allow: ${allowedMethods}`, 'cache-control: no-store', `content-type: ${contentType}`, `content-length: ${body.length}`, 'connection: close']
  socket.end(`HTTP/1.1 405 Method Not Allowed\r\n${headers.join('\r\n')}\r\n\r\n${body}`)
}
