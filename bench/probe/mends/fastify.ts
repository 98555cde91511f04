import type { Mends } from './topic.ts'

const weakCompare = `const opaque = (tag) => tag.replace(/^W\\//, '')

/** Lists, \`*\`, empty members, commas inside a tag, weak against strong. */
function tagIsKnown(ifNoneMatch, tag) {
  if (ifNoneMatch?.trim() === '*') return true
  const tags = ifNoneMatch?.match(/(?:W\\/)?"[^"]*"/g) ?? []
  return tags.some((each) => opaque(each) === opaque(tag))
}

app.get('/orders/:id', async (request, reply) => {
  const order = orders.find(request.params.id)
  if (!order) return reply.callNotFound()
  const tag = \`"v\${order.version}"\`
  reply.header('cache-control', 'private, no-cache').header('etag', tag)
  const isKnown = tagIsKnown(request.headers['if-none-match'], tag)
  if (isKnown) return reply.code(304).send()
  return order.content
})`

/** For Fastify 5. */
export const fastifyMends: Mends = {
  'no-validator': weakCompare,
  'weak-compare': weakCompare,

  'if-match': `/** Strongly: a weak tag never matches, nor does an empty list. */
function tagIsCurrent(ifMatch, tag) {
  if (ifMatch.trim() === '*') return true
  const tags = ifMatch.match(/(?:W\\/)?"[^"]*"/g) ?? []
  return tags.includes(tag)
}

app.put('/orders/:id', async (request, reply) => {
  const order = orders.find(request.params.id)
  if (!order) return reply.callNotFound()
  const ifMatch = request.headers['if-match']
  if (ifMatch === undefined) return reply.code(428).send()
  const tag = \`"v\${order.version}"\`
  if (!tagIsCurrent(ifMatch, tag)) return reply.code(412).send()
  // Again in the write itself: another PUT may come in between.
  const { changes } = db
    .prepare(\`UPDATE orders SET content = ?, version = version + 1
              WHERE id = ? AND version = ?\`)
    .run(JSON.stringify(request.body), request.params.id, order.version)
  if (changes === 0) return reply.code(412).send()
  return reply.header('etag', \`"v\${order.version + 1}"\`).code(204).send()
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

  'atomic-write': `// Check and write in one statement, so that nobody can come in between.
const { changes } = db
  .prepare(\`UPDATE orders SET content = ?, version = version + 1
            WHERE id = ? AND version = ?\`)
  .run(JSON.stringify(request.body), request.params.id, order.version)
if (changes === 0) return reply.code(412).send()
return reply.header('etag', \`"v\${order.version + 1}"\`).code(204).send()`,

  vary: `// What the answer is chosen by, and nothing else. Content per user is
// a matter of Cache-Control: private, not of Vary: Cookie.
app.addHook('onSend', async (request, reply, payload) => {
  // Beside what others have put there, such as Origin.
  const vary = [reply.getHeader('vary') ?? [], 'Accept-Encoding'].flat()
  reply.header('vary', vary.join(', '))
  return payload
})`,

  'cache-control': `app.addHook('onRequest', async (request, reply) => {
  // Keep it, and ask each time whether it still holds.
  if (request.method !== 'GET' && request.method !== 'HEAD') return
  reply.header('cache-control', 'private, no-cache')
})`,

  compression: `import fastifyCompress from '@fastify/compress'

await app.register(fastifyCompress)
// The plug-in leaves a strong tag as it is,
// so it must not compress what is guarded by one.
app.get('/orders/:id', { compress: false }, async (request, reply) => {
  const order = orders.find(request.params.id)
  if (!order) return reply.callNotFound()
  reply.header('etag', \`"v\${order.version}"\`)
  return order.content
})`,

  nodes: `app.get('/orders/:id', async (request, reply) => {
  const order = orders.find(request.params.id)
  if (!order) return reply.callNotFound()
  // From what all nodes share: not from memory, start time, file time or inode.
  reply.header('etag', \`"v\${order.version}"\`)
  return order.content
})`,

  drift: `import stringify from 'fast-json-stable-stringify'

app.get('/orders/:id', async (request, reply) => {
  const order = orders.find(request.params.id)
  if (!order) return reply.callNotFound()
  // Members in one order, and none that says when or where it was served.
  const { serverTime, requestId, ...content } = order.content
  return reply.type('application/json').send(stringify(content))
})`,

  'last-modified': `app.get('/orders/:id', async (request, reply) => {
  const order = orders.find(request.params.id)
  if (!order) return reply.callNotFound()
  // The tag tells two edits of one second apart; the date is for old clients.
  reply.header('etag', \`"v\${order.version}"\`)
  const modified = new Date(Math.min(order.updatedAtMs, Date.now()))
  reply.header('last-modified', modified.toUTCString())
  return order.content
})`,

  'not-modified-headers': weakCompare,

  head: `import fastify from 'fastify'

// A HEAD route for every GET route, as by default.
const app = fastify({ exposeHeadRoutes: true })`,

  'error-tag': `// After app.register(fastifyEtag): hooks run in the order of registration.
app.addHook('onSend', async (request, reply, payload) => {
  if (reply.statusCode >= 400) reply.removeHeader('etag')
  return payload
})`,
}
