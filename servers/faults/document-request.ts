import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { conditionsOf } from '../app.ts'
import { selectCoding, validatorsInCoding } from '../http/content-coding.ts'
import { evaluatePreconditions } from '../http/preconditions.ts'
import type { Decision } from '../http/preconditions.ts'
import { createRepresentations } from '../representations.ts'
import type { Representation } from '../representations.ts'
import type { ServerParts } from '../strategy-server.ts'

/** A request for a document that is there, before the route's own handler sees it. */
export interface DocumentRequest {
  readonly id: string
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Whether it bears a precondition. */
  readonly isConditional: boolean
  /** What a sound server decides about it now; `about`: were it for that document. */
  decide(about?: string): Decision
  /** What a sound server sends now; the content without its coding. */
  represent(): Representation
}

/**
 * Lets a fault have each GET and PUT of an existing document, with all of its content, ahead of the route's handler, which
 * runs when `goOn` is called. A fault that answers by itself does not call it.
 */
export function intercept(
  app: FastifyInstance,
  { store, strategy, drift, encoding }: ServerParts,
  act: (document: DocumentRequest, goOn: () => void) => void,
): void {
  const representations = createRepresentations(store, strategy, drift)
  app.addHook('preHandler', (request, reply, done) => {
    const { id } = request.params as { readonly id?: string }
    if (id === undefined || store.peek(id) === undefined) {
      done()
      return
    }
    const conditions = conditionsOf(request)
    const coding = encoding === 'gzip' ? (selectCoding(request.headers['accept-encoding']) ?? 'identity') : undefined
    const requirePrecondition = request.method === 'PUT' && strategy.writeGuard !== 'none'
    const document: DocumentRequest = {
      id,
      request,
      reply,
      isConditional: conditions !== undefined,
      decide(about = id) {
        const options = { requirePrecondition, nowMs: Date.now() }
        return conditions === undefined && !requirePrecondition
          ? 'proceed'
          : evaluatePreconditions(conditions ?? { method: 'PUT' }, validatorsInCoding(representations.current(about)?.validators, coding), options)
      },
      represent() {
        const representation = representations.full(id)
        if (representation === undefined) throw new Error(`document ${id} has gone`)
        return { ...representation, validators: validatorsInCoding(representation.validators, coding) }
      },
    }
    act(document, done)
  })
}

const preconditions = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'] as const

/** Makes the route's handler believe that the request bears no precondition, or only this If-Match. */
export function replacePreconditions({ headers }: FastifyRequest, ifMatch?: string): void {
  for (const name of preconditions) delete headers[name]
  if (ifMatch !== undefined) headers['if-match'] = ifMatch
}

/** The content of a PUT. */
export function contentOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}
