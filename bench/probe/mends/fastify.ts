import { httpDateMs, tagIsCurrent, tagIsKnown } from './shared-functions.ts'
import type { Mends } from './topic.ts'

/** A GET that decides on 304 itself; `routeOptions` as it stands before the handler. */
function readByTag(comment: string, routeOptions = ''): string {
  return `${comment}
${tagIsKnown}

app.get('/orders/:id', ${routeOptions}async (request, reply) => {
  const order = orders.find(request.params.id)
  if (!order) return reply.callNotFound()
  // From what all nodes share: not from memory, start time, file time or inode.
  const tag = \`"v\${order.version}"\`
  reply.header('cache-control', 'private, no-cache').header('etag', tag)
  const isKnown = tagIsKnown(request.headers['if-none-match'], tag)
  if (isKnown) return reply.code(304).send()
  return order.content
})`
}

const byTag = readByTag(`// In place of @fastify/etag: remove that plug-in. It knows neither lists nor *,
// says Content-Length: 0 in a 304, and answers 304 to errors and to PUT.`)

const guardedWrite = `${tagIsCurrent}

// Without @fastify/etag, which answers 304 to PUT.
app.put('/orders/:id', async (request, reply) => {
  const order = orders.find(request.params.id)
  if (!order) return reply.callNotFound()
  const ifMatch = request.headers['if-match']
  if (ifMatch === undefined) return reply.code(428).send()
  const tag = \`"v\${order.version}"\`
  if (!tagIsCurrent(ifMatch, tag)) return reply.code(412).send()
  // Again in the write itself: another PUT may come in between.
  const content = JSON.stringify(request.body)
  const { changes } = db
    .prepare(\`UPDATE orders
              SET content = ?, updatedAtMs = ?, version = version + 1
              WHERE id = ? AND version = ?\`)
    .run(content, Date.now(), request.params.id, order.version)
  if (changes === 0) return reply.code(412).send()
  return reply.header('etag', \`"v\${order.version + 1}"\`).code(204).send()
})`

/** For 304, too: hooks see every answer. */
const vary = `// What the answer is chosen by, and nothing else. Content per user is
// a matter of Cache-Control: private, not of Vary: Cookie.
app.addHook('onSend', async (request, reply, payload) => {
  // Beside what others have put there, such as Origin.
  const vary = [reply.getHeader('vary') ?? [], 'Accept-Encoding'].flat()
  reply.header('vary', vary.join(', '))
  return payload
})`

/** For Fastify 5. */
export const fastifyMends: Mends = {
  'no-validator': byTag,
  'weak-compare': byTag,
  'strong-tag': `${byTag}\n\n${guardedWrite}`,
  'if-match': guardedWrite,
  'atomic-write': guardedWrite,

  'create-only': `// The primary key decides, also between two that come at once.
app.addHook('preHandler', async (request, reply) => {
  const { method, routeOptions, headers, params, body } = request
  if (method !== 'PUT' || routeOptions.url !== '/orders/:id') return
  if (headers['if-none-match']?.trim() !== '*') return
  const { changes } = db
    .prepare(\`INSERT INTO orders (id, version, updatedAtMs, content)
              VALUES (?, 1, ?, ?) ON CONFLICT DO NOTHING\`)
    .run(params.id, Date.now(), JSON.stringify(body))
  if (changes === 0) return reply.code(412).send()
  return reply.header('etag', '"v1"').code(201).send()
})`,

  'precondition-required': `app.addHook('onRequest', async (request, reply) => {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers
  if (request.method !== 'PUT') return
  if (ifMatch !== undefined || ifNoneMatch !== undefined) return
  reply.code(428).type('application/problem+json')
  return reply.send(JSON.stringify({
    type: 'about:blank', title: 'Precondition Required', status: 428,
    detail: 'Send If-Match with the ETag of the order that you edited.',
  }))
})`,

  vary,

  'cache-control': `app.addHook('onRequest', async (request, reply) => {
  // Keep it, and ask each time whether it still holds.
  if (request.method !== 'GET' && request.method !== 'HEAD') return
  reply.header('cache-control', 'private, no-cache')
})`,

  compression: readByTag(
    `import fastifyCompress from '@fastify/compress'

await app.register(fastifyCompress)
// The plug-in leaves a strong tag as it is,
// so it must not compress what is guarded by one.`,
    '{ compress: false }, ',
  ),

  nodes: byTag,

  drift: `import { createHash } from 'node:crypto'
import stringify from 'fast-json-stable-stringify'

${tagIsKnown}

app.get('/orders/:id', async (request, reply) => {
  const order = orders.find(request.params.id)
  if (!order) return reply.callNotFound()
  // Members in one order, and none that says when or where it was served.
  const { serverTime, requestId, ...rest } = order.content
  const content = stringify(rest)
  const tag = \`"\${createHash('sha256').update(content).digest('base64url')}"\`
  reply.header('cache-control', 'private, no-cache').header('etag', tag)
  const isKnown = tagIsKnown(request.headers['if-none-match'], tag)
  if (isKnown) return reply.code(304).send()
  return reply.type('application/json').send(content)
})`,

  'last-modified': `${tagIsKnown}

${httpDateMs}

app.get('/orders/:id', async (request, reply) => {
  const order = orders.find(request.params.id)
  if (!order) return reply.callNotFound()
  // Both dates from one clock, so that Last-Modified is never the later one.
  const nowMs = Date.now()
  const modified = new Date(Math.min(order.updatedAtMs, nowMs)).toUTCString()
  // The tag tells two edits of one second apart; the date is for old clients.
  const tag = \`"v\${order.version}"\`
  reply.header('cache-control', 'private, no-cache').header('etag', tag)
  reply.header('date', new Date(nowMs).toUTCString())
  reply.header('last-modified', modified)
  const ifNoneMatch = request.headers['if-none-match']
  const isKnown = ifNoneMatch === undefined
    ? httpDateMs(request.headers['if-modified-since']) >= Date.parse(modified)
    : tagIsKnown(ifNoneMatch, tag)
  if (isKnown) return reply.code(304).send()
  return order.content
})`,

  'not-modified-headers': byTag,
  'not-modified-cache-control': byTag,
  'not-modified-vary': vary,

  head: `import fastify from 'fastify'

// A HEAD route for every GET route, as by default.
const app = fastify({ exposeHeadRoutes: true })`,

  'error-tag': byTag,
}
