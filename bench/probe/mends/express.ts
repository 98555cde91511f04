import { httpDateMs, tagIsCurrent, tagIsKnown } from './shared-functions.ts'
import type { Mends } from './topic.ts'

const versionTag = `app.get('/orders/:id', (req, res) => {
  const order = orders.find(req.params.id)
  if (!order) return res.status(404).end()
  res.set('Cache-Control', 'private, no-cache')
  // From what all nodes share: not from memory, start time, file time or inode.
  res.set('ETag', \`"v\${order.version}"\`)
  res.json(order.content) // answers 304 by itself where If-None-Match has it
})`

const guardedWrite = `${tagIsCurrent}

app.put('/orders/:id', express.json(), (req, res) => {
  const order = orders.find(req.params.id)
  if (!order) return res.status(404).end()
  const ifMatch = req.get('If-Match')
  if (ifMatch === undefined) return res.status(428).end()
  const tag = \`"v\${order.version}"\`
  if (!tagIsCurrent(ifMatch, tag)) return res.status(412).end()
  // Again in the write itself: another PUT may come in between.
  const content = JSON.stringify(req.body)
  const { changes } = db
    .prepare(\`UPDATE orders
              SET content = ?, updatedAtMs = ?, version = version + 1
              WHERE id = ? AND version = ?\`)
    .run(content, Date.now(), req.params.id, order.version)
  if (changes === 0) return res.status(412).end()
  res.set('ETag', \`"v\${order.version + 1}"\`).status(204).end()
})`

const cacheControl = `app.use('/orders', (req, res, next) => {
  // Keep it, and ask each time whether it still holds.
  res.set('Cache-Control', 'private, no-cache')
  next()
})`

const notModifiedHeaders = `app.get('/orders/:id', (req, res) => {
  const order = orders.find(req.params.id)
  if (!order) return res.status(404).end()
  // All before res.json(), which makes the answer a 304 and keeps them.
  res.set('Cache-Control', 'private, no-cache')
  res.set('ETag', \`"v\${order.version}"\`)
  res.vary('Accept-Encoding')
  res.json(order.content)
})`

/** For Express 5. */
export const expressMends: Mends = {
  'no-validator': versionTag,

  'weak-compare': `${tagIsKnown}

app.get('/orders/:id', (req, res) => {
  const order = orders.find(req.params.id)
  if (!order) return res.status(404).end()
  const tag = \`"v\${order.version}"\`
  res.set('Cache-Control', 'private, no-cache').set('ETag', tag)
  if (tagIsKnown(req.get('If-None-Match'), tag)) return res.status(304).end()
  res.json(order.content)
})`,

  'strong-tag': `// The tag that Express makes by itself is weak, and If-Match never accepts it.
${versionTag}

${guardedWrite}`,

  'if-match': guardedWrite,
  'atomic-write': guardedWrite,

  'create-only': `// Before the handler of other PUTs. The primary key decides, also between
// two that come at once.
app.put('/orders/:id', express.json(), (req, res, next) => {
  if (req.get('If-None-Match')?.trim() !== '*') return next()
  const { changes } = db
    .prepare(\`INSERT INTO orders (id, version, updatedAtMs, content)
              VALUES (?, 1, ?, ?) ON CONFLICT DO NOTHING\`)
    .run(req.params.id, Date.now(), JSON.stringify(req.body))
  if (changes === 0) return res.status(412).end()
  res.set('ETag', '"v1"').status(201).end()
})`,

  'precondition-required': `// Before the handler of the PUT. An empty If-Match is one, too.
app.put('/orders/:id', (req, res, next) => {
  const conditions = [req.get('If-Match'), req.get('If-None-Match')]
  if (conditions.some((each) => each !== undefined)) return next()
  res.status(428).type('application/problem+json').end(JSON.stringify({
    type: 'about:blank', title: 'Precondition Required', status: 428,
    detail: 'Send If-Match with the ETag of the order that you edited.',
  }))
})`,

  vary: `// What the answer is chosen by, and nothing else. Content per user is
// a matter of Cache-Control: private, not of Vary: Cookie.
app.use((req, res, next) => {
  res.vary('Accept-Encoding')
  next()
})`,

  'cache-control': cacheControl,

  compression: `import compression from 'compression'

// The middleware leaves a strong tag as it is,
// so it must not compress what is guarded by one.
app.use(compression({
  filter: (req, res) =>
    !req.path.startsWith('/orders/') && compression.filter(req, res),
}))`,

  nodes: versionTag,

  drift: `import stringify from 'fast-json-stable-stringify'

app.get('/orders/:id', (req, res) => {
  const order = orders.find(req.params.id)
  if (!order) return res.status(404).end()
  // Members in one order, and none that says when or where it was served.
  const { serverTime, requestId, ...content } = order.content
  res.set('Cache-Control', 'private, no-cache')
  res.type('json').send(stringify(content))
})`,

  'last-modified': `${tagIsKnown}

${httpDateMs}

app.get('/orders/:id', (req, res) => {
  const order = orders.find(req.params.id)
  if (!order) return res.status(404).end()
  // Both dates from one clock, so that Last-Modified is never the later one.
  const nowMs = Date.now()
  const modified = new Date(Math.min(order.updatedAtMs, nowMs)).toUTCString()
  // The tag tells two edits of one second apart; the date is for old clients.
  const tag = \`"v\${order.version}"\`
  res.set('Cache-Control', 'private, no-cache').set('ETag', tag)
  res.set('Date', new Date(nowMs).toUTCString()).set('Last-Modified', modified)
  const ifNoneMatch = req.get('If-None-Match')
  const isKnown = ifNoneMatch === undefined
    ? httpDateMs(req.get('If-Modified-Since')) >= Date.parse(modified)
    : tagIsKnown(ifNoneMatch, tag)
  if (isKnown) return res.status(304).end()
  // Not json() or send(): they take for a date whatever Date.parse() takes.
  res.type('json').end(JSON.stringify(order.content))
})`,

  'not-modified-headers': notModifiedHeaders,
  'not-modified-cache-control': notModifiedHeaders,
  'not-modified-vary': notModifiedHeaders,

  head: `// app.get() answers HEAD, too: write no app.head().
${versionTag}`,

  'error-tag': `// After all routes.
app.use((req, res) => {
  const problem = { type: 'about:blank', title: 'Not Found', status: 404 }
  // json(), send(), sendStatus() put an ETag on every answer; end() does not.
  res.status(404).type('application/problem+json')
  res.end(JSON.stringify(problem))
})`,
}
