import type { Mends } from './topic.ts'

const versionTag = `app.get('/orders/:id', (req, res) => {
  const order = orders.find(req.params.id)
  if (!order) return res.status(404).end()
  res.set('Cache-Control', 'private, no-cache')
  res.set('ETag', \`"v\${order.version}"\`)
  res.json(order.content) // answers 304 by itself where If-None-Match has it
})`

/** For Express 5. */
export const expressMends: Mends = {
  'no-validator': versionTag,

  'weak-compare': `const opaque = (tag) => tag.replace(/^W\\//, '')

/** Lists, \`*\`, empty members, commas inside a tag, weak against strong. */
function tagIsKnown(ifNoneMatch, tag) {
  if (ifNoneMatch?.trim() === '*') return true
  const tags = ifNoneMatch?.match(/(?:W\\/)?"[^"]*"/g) ?? []
  return tags.some((each) => opaque(each) === opaque(tag))
}

app.get('/orders/:id', (req, res) => {
  const order = orders.find(req.params.id)
  if (!order) return res.status(404).end()
  const tag = \`"v\${order.version}"\`
  res.set('Cache-Control', 'private, no-cache').set('ETag', tag)
  if (tagIsKnown(req.get('If-None-Match'), tag)) return res.status(304).end()
  res.json(order.content)
})`,

  'if-match': `/** Strongly: a weak tag never matches, nor does an empty list. */
function tagIsCurrent(ifMatch, tag) {
  if (ifMatch.trim() === '*') return true
  const tags = ifMatch.match(/(?:W\\/)?"[^"]*"/g) ?? []
  return tags.includes(tag)
}

app.put('/orders/:id', express.json(), (req, res) => {
  const order = orders.find(req.params.id)
  if (!order) return res.status(404).end()
  const ifMatch = req.get('If-Match')
  if (ifMatch === undefined) return res.status(428).end()
  const tag = \`"v\${order.version}"\`
  if (!tagIsCurrent(ifMatch, tag)) return res.status(412).end()
  // Again in the write itself: another PUT may come in between.
  const { changes } = db
    .prepare(\`UPDATE orders SET content = ?, version = version + 1
              WHERE id = ? AND version = ?\`)
    .run(JSON.stringify(req.body), req.params.id, order.version)
  if (changes === 0) return res.status(412).end()
  res.set('ETag', \`"v\${order.version + 1}"\`).status(204).end()
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

  'atomic-write': `// Check and write in one statement, so that nobody can come in between.
const { changes } = db
  .prepare(\`UPDATE orders SET content = ?, version = version + 1
            WHERE id = ? AND version = ?\`)
  .run(JSON.stringify(req.body), req.params.id, order.version)
if (changes === 0) return res.status(412).end()
res.set('ETag', \`"v\${order.version + 1}"\`).status(204).end()`,

  vary: `// What the answer is chosen by, and nothing else. Content per user is
// a matter of Cache-Control: private, not of Vary: Cookie.
app.use((req, res, next) => {
  res.vary('Accept-Encoding')
  next()
})`,

  'cache-control': `app.use('/orders', (req, res, next) => {
  // Keep it, and ask each time whether it still holds.
  res.set('Cache-Control', 'private, no-cache')
  next()
})`,

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
  res.type('json').send(stringify(content))
})`,

  'last-modified': `app.get('/orders/:id', (req, res) => {
  const order = orders.find(req.params.id)
  if (!order) return res.status(404).end()
  // The tag tells two edits of one second apart; the date is for old clients.
  res.set('ETag', \`"v\${order.version}"\`)
  const modified = new Date(Math.min(order.updatedAtMs, Date.now()))
  res.set('Last-Modified', modified.toUTCString())
  res.json(order.content)
})`,

  'not-modified-headers': `app.get('/orders/:id', (req, res) => {
  const order = orders.find(req.params.id)
  if (!order) return res.status(404).end()
  // All before res.json(), which makes the answer a 304 and keeps them.
  res.set('Cache-Control', 'private, no-cache')
  res.set('ETag', \`"v\${order.version}"\`)
  res.vary('Accept-Encoding')
  res.json(order.content)
})`,

  head: `// app.get() answers HEAD, too: write no app.head().
${versionTag}`,

  'error-tag': `app.use((req, res) => {
  const problem = { type: 'about:blank', title: 'Not Found', status: 404 }
  // json(), send(), sendStatus() put an ETag on every answer; end() does not.
  res.status(404).type('application/problem+json')
  res.end(JSON.stringify(problem))
})`,
}
