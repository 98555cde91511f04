import { connect } from 'node:net'

export interface RawResponse {
  readonly status: number
  /** Lower-case names; lines of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The same as bytes. */
  readonly content: Buffer
  readonly wireBytes: number
}

export interface RawRequest {
  readonly method?: string
  /** Lines are sent as they are, in order; a name may come twice. */
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string | Uint8Array
}

/**
 * Sends bytes and gives back everything that came until the server closed; no client library adds a header or mends a
 * mistake. `end`: closes this side after them.
 */
export function exchange(port: number, bytes: string | Uint8Array, { end = false } = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1')
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('close', () => resolve(Buffer.concat(chunks)))
    // A server may refuse a long content and close before all of it was sent.
    socket.on('error', error => (chunks.length > 0 ? socket.destroy() : reject(error)))
    socket.write(bytes)
    if (end) socket.end()
  })
}

/**
 * One request on a connection that stays open, and a second one that closes it: were a 304 to carry content, or a content
 * to be longer than it says, the second response would not begin where it must.
 */
export async function request(port: number, path: string, options: RawRequest = {}): Promise<RawResponse> {
  const { method = 'GET', headers = [], body } = options
  const content = typeof body === 'string' ? Buffer.from(body) : body
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: test',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(content === undefined ? [] : [`Content-Length: ${content.length}`]),
  ]
  const second = 'GET /end HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n'
  const bytes = Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'),
    content ?? new Uint8Array(),
    Buffer.from(second),
  ])
  const received = await exchange(port, bytes)
  const first = parseResponse(received, method === 'HEAD')
  const rest = received.subarray(first.wireBytes).toString()
  if (first.headers['connection'] !== 'close' && !rest.startsWith('HTTP/1.1 404 ')) {
    throw new Error(`the response to ${method} ${path} does not end where it says: after it came ${JSON.stringify(rest.slice(0, 80))}`)
  }
  return first
}

export function parseResponse(received: Buffer, toHead = false): RawResponse {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd < 0) throw new Error(`no response: ${JSON.stringify(received.toString().slice(0, 80))}`)
  const [statusLine = '', ...lines] = received.toString('latin1', 0, headEnd).split('\r\n')
  const status = Number(statusLine.split(' ')[1])
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value
  }
  const hasContent = !toHead && status !== 204 && status !== 304
  const wireBytes = headEnd + 4 + (hasContent ? Number(headers['content-length'] ?? 0) : 0)
  const content = received.subarray(headEnd + 4, wireBytes)
  return { status, headers, body: content.toString('utf8'), content, wireBytes }
}
