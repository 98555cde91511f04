import { gzipSync } from 'node:zlib'
import fastify from 'fastify'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Drift } from './drifts/drift.ts'
import { selectCoding, validatorsOfCoding } from './http/content-coding.ts'
import type { ContentCoding } from './http/content-coding.ts'
import { createDateSource, formatHttpDate } from './http/http-date.ts'
import { evaluatePreconditions } from './http/preconditions.ts'
import type { ConditionalRequest, Validators } from './http/preconditions.ts'
import { allowedMethods, isNoId, refuseOtherMethods } from './other-methods.ts'
import * as problems from './problems.ts'
import type { Problem } from './problems.ts'
import { createReplace } from './replacement.ts'
import { createRepresentations } from './representations.ts'
import { contentLimitBytes } from './resource/size.ts'
import type { Store } from './stores/store.ts'
import type { Strategy } from './strategies/strategy.ts'

interface Route {
  readonly Params: { readonly id: string }
}

export interface AppOptions {
  readonly store: Store
  readonly strategy: Strategy
  /** Changes contents as sent although nobody edits them; nothing does unless given. */
  readonly drift?: Drift | undefined
  /** `gzip`: the coding of contents is negotiated. Default: everybody gets identity, whatever they ask for. */
  readonly encoding?: ContentCoding
}

/** The JSON API under test: GET, HEAD and PUT on /orders/:id, conditional requests by one strategy (RFC 9110 §13). */
export function createApp({ store, strategy, drift, encoding = 'identity' }: AppOptions): FastifyInstance {
  const representations = createRepresentations(store, strategy, drift)
  const replace = createReplace(store, strategy, representations, drift)
  const date = createDateSource(() => Date.now())
  const negotiates = encoding === 'gzip'
  const validatorsIn = negotiates ? validatorsOfCoding : (ofContent: Validators) => ofContent
  const app = createBareApp()

  // The measured path: no hooks, no logger, no schema. Handlers return nothing, for Fastify waits for what they return.
  function get(request: FastifyRequest<Route>, reply: FastifyReply): void {
    const { id } = request.params
    const conditions = conditionsOf(request)
    let representation = conditions === undefined ? representations.full(id) : representations.current(id)
    if (representation === undefined) {
      sendProblem(reply, problems.notFound(isNoId(id) ? `page ${request.url}` : `document ${id}`))
      return
    }
    const coding = negotiates ? selectCoding(request.headers['accept-encoding']) : 'identity'
    if (coding === undefined) {
      sendProblem(reply, problems.notAcceptable)
      return
    }
    if (conditions !== undefined) {
      const options = { requirePrecondition: false, nowMs: Date.now() }
      const validators = validatorsIn(representation.validators, coding)
      const decision = evaluatePreconditions(conditions, validators, options)
      if (decision === 'not-modified') {
        setValidators(cacheable(reply.code(304)), validators).send()
        return
      }
      if (decision !== 'proceed') {
        sendProblem(reply, problems.refused(decision, strategy.writeGuard))
        return
      }
      if (representation.content === undefined) representation = representations.full(id) ?? representation
    }
    const { validators, content } = representation
    setValidators(cacheable(reply), validatorsIn(validators, coding)).header('content-type', 'application/json')
    if (coding === 'gzip' && content !== undefined) reply.header('content-encoding', 'gzip').send(gzipSync(content))
    else reply.send(content)
  }

  function put(request: FastifyRequest<Route>, reply: FastifyReply): void {
    const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    // The answer has no content that could be unacceptable.
    const coding = negotiates ? (selectCoding(request.headers['accept-encoding']) ?? 'identity') : undefined
    const replacement = replace(request.params.id, content, conditionsOf(request), coding)
    switch (replacement.outcome) {
      case 'refused':
        sendProblem(reply, problems.refused(replacement.decision, strategy.writeGuard))
        break
      case 'bad-content':
        sendProblem(reply, problems.badContent(replacement.detail))
        break
      case 'content-too-large':
        sendProblem(reply, problems.contentTooLarge)
        break
      case 'written':
        setValidators(reply.code(replacement.created ? 201 : 204), replacement.validators ?? {}).send()
    }
  }

  /** Sets Date too: Last-Modified must not be later (RFC 9110 §8.8.2.1), and Node's own Date lags behind under load. */
  function setValidators(reply: FastifyReply, { etag, lastModifiedMs }: Validators): FastifyReply {
    if (etag !== undefined) reply.header('etag', etag)
    if (lastModifiedMs !== undefined) {
      reply.header('last-modified', formatHttpDate(Math.min(lastModifiedMs, Date.now())))
    }
    return reply.header('date', date())
  }

  /** The same for every strategy, so that strategies differ by their validators only; a 304 repeats it (RFC 9110 §15.4.5). */
  function cacheable(reply: FastifyReply): FastifyReply {
    reply.header('cache-control', 'private, no-cache')
    return negotiates ? reply.header('vary', 'Accept-Encoding') : reply
  }

  app.route<Route>({ method: ['GET', 'HEAD'], url: '/orders/:id', handler: get })
  app.route<Route>({ method: 'PUT', url: '/orders/:id', onRequest: refuseByHead, handler: put })
  return app
}

/** Fastify with the answers to what no route takes. */
export function createBareApp(): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: contentLimitBytes,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    // A request that stops half-way is answered with 408.
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 1000 },
    frameworkErrors: (error, _request, reply) => sendProblem(reply as FastifyReply, problems.ofError(error)),
  })
  // Idle connections stay open under the harness, and no Keep-Alive header adds to a 304. As an option, 0 means the default.
  app.server.keepAliveTimeout = 0
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const problem = problems.ofError(error)
    if (problem.status >= 500) console.error(error)
    return sendProblem(reply, problem)
  })
  refuseOtherMethods(app, sendProblem)
  app.setNotFoundHandler((request, reply) =>
    /^\/orders\/[^/?]+(\?|$)/.test(request.url)
      ? sendProblem(reply.header('allow', allowedMethods), problems.methodNotAllowed(request.method))
      : sendProblem(reply, problems.notFound(`page ${request.url}`)),
  )
  return app
}

/** What path and headers alone rule out, before any of the content is read (RFC 9110 §13.2.1). */
function refuseByHead(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { headers } = request
  const { id } = request.params as Route['Params']
  const contentType = headers['content-type']
  const coding = headers['content-encoding']
  const hasContent = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  if (isNoId(id)) {
    sendProblem(reply, problems.notFound(`page ${request.url}`))
  } else if (contentType === undefined ? hasContent : !/^application\/([^\s;/]+\+)?json\s*(;|$)/i.test(contentType)) {
    sendProblem(reply.header('accept', 'application/json'), problems.unsupportedMediaType(contentType))
  } else if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    sendProblem(reply.header('accept-encoding', 'identity'), problems.unsupportedCoding(coding))
  } else if (headers['content-range'] !== undefined) {
    sendProblem(reply, problems.partialPut)
  } else {
    done()
  }
}

/** Undefined when no precondition is there: the usual PUT of `none`, the first GET of everybody. */
export function conditionsOf({ headers, method }: FastifyRequest): ConditionalRequest | undefined {
  const ifMatch = headers['if-match']
  const ifNoneMatch = headers['if-none-match']
  const ifModifiedSince = headers['if-modified-since']
  const ifUnmodifiedSince = headers['if-unmodified-since']
  if (
    ifMatch === undefined &&
    ifNoneMatch === undefined &&
    ifModifiedSince === undefined &&
    ifUnmodifiedSince === undefined
  ) {
    return undefined
  }
  return { method: method as ConditionalRequest['method'], ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince }
}

/** Problem details carry no validator and are not kept. */
export function sendProblem(reply: FastifyReply, { status, contentType, body }: Problem): void {
  reply.code(status).header('cache-control', 'no-store').header('content-type', contentType).send(Buffer.from(body))
}
