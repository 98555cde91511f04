import type { Readable } from 'node:stream'

const tailLength = 8_192

/** Reads a stream as text and keeps its last 8,192 characters. */
export function keepTail(stream: Readable): () => string {
  let tail = ''
  stream.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-tailLength)
  })
  return () => tail
}
