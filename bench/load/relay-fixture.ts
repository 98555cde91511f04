import type { RequestListener } from 'node:http'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect, createServer as createTcpServer } from 'node:net'

/** A test fixture: servers on 127.0.0.1 that are gone, with their sockets, after `closeAll`. */
export class LocalServers {
  readonly #closers: (() => Promise<void>)[] = []

  http(answer: RequestListener): Promise<string> {
    return this.#listen(createHttpServer(answer))
  }

  tcp(onConnection: (socket: Socket) => void): Promise<string> {
    return this.#listen(createTcpServer(onConnection))
  }

  /** Forwards to the origin and counts what passes: `toServer` is what the client sent. */
  async relay(origin: string): Promise<Relay> {
    const counts = { toServer: 0, toClient: 0, connections: 0 }
    const { hostname, port } = new URL(origin)
    const address = await this.tcp((client) => {
      counts.connections++
      const server = connect(Number(port), hostname)
      server.on('error', () => client.destroy())
      client.on('data', (chunk) => void (counts.toServer += chunk.length))
      server.on('data', (chunk) => void (counts.toClient += chunk.length))
      client.pipe(server)
      server.pipe(client)
    })
    return { origin: address, counts }
  }

  async closeAll(): Promise<void> {
    for (const close of this.#closers.splice(0).toReversed()) await close()
  }

  async #listen(server: Server): Promise<string> {
    const sockets = new Set<Socket>()
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    this.#closers.push(async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
}

export interface Relay {
  readonly origin: string
  readonly counts: { readonly toServer: number; readonly toClient: number; readonly connections: number }
}

/** Answers GET with 200, or 304 where a tag is sent; PUT with 204 and the next tag if its tag is the current one, else 412. */
export function tagServer(content: Buffer): RequestListener {
  const versions = new Map<string, number>()
  return (request, response) => {
    const path = request.url ?? ''
    const version = versions.get(path) ?? 1
    const tag = `"v${version}"`
    request.resume().on('end', () => {
      if (request.method === 'GET') {
        const isKnown = request.headers['if-none-match'] === tag
        response.writeHead(isKnown ? 304 : 200, { etag: tag, 'content-type': 'application/json' }).end(isKnown ? '' : content)
      } else if (request.headers['if-match'] === tag) {
        versions.set(path, version + 1)
        response.writeHead(204, { ETag: `"v${version + 1}"` }).end()
      } else response.writeHead(412).end()
    })
  }
}
