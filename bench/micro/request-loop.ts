// A worker thread: asks a server for documents over some connections, one request at a time on each, until it is ended.
// workerData: a RequestLoop; each message: the paths to ask for in turn from then on. In a thread of its own, so that the
// server's does nothing but answer.
import { connect } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

export interface RequestLoop {
  readonly port: number
  readonly connections: number
  readonly paths: readonly string[]
}

const { port, connections, paths } = workerData as RequestLoop
let current = paths
let asked = 0
parentPort?.on('message', (next: readonly string[]) => {
  current = next
})

function keepAsking(): void {
  const socket = connect(port, '127.0.0.1')
  let missingBytes = 0
  const ask = () => socket.write(`GET ${current[asked++ % current.length]} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)
  socket.setNoDelay(true)
  socket.on('connect', ask)
  socket.on('data', (chunk: Buffer) => {
    missingBytes += (missingBytes === 0 ? answerBytes(chunk) : 0) - chunk.length
    if (missingBytes === 0) ask()
  })
}

/** Of head and content. An answer begins a chunk, as nothing is asked for before the last one is there, and its head fits one. */
function answerBytes(chunk: Buffer): number {
  const head = chunk.subarray(0, chunk.indexOf('\r\n\r\n') + 4).toString('latin1')
  const length = /^HTTP\/1\.1 200 [^]*\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`the server answered ${JSON.stringify(head.slice(0, 200))}`)
  return head.length + Number(length)
}

for (let connection = 0; connection < connections; connection++) keepAsking()
