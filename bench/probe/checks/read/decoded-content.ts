import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import type { Exchange } from '../../finding.ts'
import { codingOf } from './codings.ts'

const decoders: Readonly<Record<string, (content: Buffer, options: { readonly maxOutputLength: number }) => Buffer>> = {
  identity: content => content,
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
  zstd: zstdDecompressSync,
}

const largestBytes = 50_000_000

/** The content without its content coding; as it came where that cannot be undone. */
export function decodedContent(exchange: Exchange): Buffer {
  try {
    return decoders[codingOf(exchange)]?.(exchange.response.body, { maxOutputLength: largestBytes }) ?? exchange.response.body
  } catch {
    return exchange.response.body
  }
}
