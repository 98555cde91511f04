import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { BrokenServer } from './broken-server.ts'
import { changeRead, setHeaders, withFields } from './change-read.ts'
import type { Hooks } from './correct-server.ts'

const vary = { vary: 'Accept-Encoding' }

/** What is wrong with compression, Vary and Cache-Control. */
export const brokenCaching: readonly BrokenServer[] = [
  {
    fault: 'has one strong tag for the compressed and the plain content',
    hooks: () => compressing(tag => tag, { plain: vary, compressed: vary }),
    finds: ['error same-strong-tag-for-codings'],
  },
  {
    fault: 'puts a suffix to the tag of what it compresses, and knows it no more, itself',
    hooks: () => compressing(tag => tag.replace(/"$/, '-gzip"'), { plain: vary, compressed: vary }),
    finds: ['error if-none-match-exact-coding'],
  },
  {
    fault: 'compresses without Vary',
    hooks: () => compressing(tag => `W/${tag}`, { plain: {}, compressed: {} }),
    finds: ['warning vary-missing'],
  },
  {
    fault: 'says Vary with the compressed content only',
    hooks: () => compressing(tag => `W/${tag}`, { plain: {}, compressed: vary }),
    finds: ['note vary-missing'],
  },
  { fault: 'says Vary: *', hooks: () => setHeaders({ vary: '*' }), finds: ['warning vary-splits-cache'] },
  {
    fault: 'says Vary: Cookie of what shared caches may keep',
    hooks: () => setHeaders({ vary: 'Accept, Cookie', 'cache-control': 'no-cache' }),
    finds: ['warning vary-splits-cache'],
  },
  { fault: 'says Vary: Cookie of what is private', hooks: () => setHeaders({ vary: 'cookie' }), finds: ['note vary-splits-cache'] },
  {
    fault: 'says Vary: User-Agent of what shared caches may keep',
    hooks: () => setHeaders({ vary: 'User-Agent', 'cache-control': 'no-cache' }),
    finds: ['warning vary-splits-cache'],
  },
  { fault: 'says Vary: Authorization', hooks: () => setHeaders({ vary: 'Authorization' }), finds: ['note vary-splits-cache'] },
  {
    fault: 'says Vary: X-User-Id of what shared caches may keep',
    hooks: () => setHeaders({ vary: 'Accept, X-User-Id', 'cache-control': 'no-cache' }),
    finds: ['warning vary-splits-cache'],
  },
  { fault: 'says Vary: X-Api-Key of what is private', hooks: () => setHeaders({ vary: 'X-Api-Key' }), finds: ['note vary-splits-cache'] },
  { fault: 'says Vary: X-Device-Type', hooks: () => setHeaders({ vary: 'X-Device-Type' }), finds: ['note vary-splits-cache-unknown'] },
  { fault: 'says Vary: X-Request-Id', hooks: () => setHeaders({ vary: 'X-Request-Id' }), finds: ['warning vary-splits-cache'] },
  {
    fault: 'says Vary with a field that nobody knows',
    hooks: () => setHeaders({ vary: 'X-Flavour, Accept-Language, x-flavour' }),
    finds: ['note vary-splits-cache-unknown'],
  },
  {
    fault: 'sets a cookie on what shared caches may keep',
    hooks: () => setHeaders({ 'set-cookie': 'sid=1', 'cache-control': 'public, max-age=0, s-maxage=0' }),
    finds: ['warning set-cookie-shared'],
  },
  ...['public, no-cache', 'no-cache', 'private="x-total", max-age=0, no-cache'].map(cacheControl => ({
    fault: `sets a cookie and says ${cacheControl}`,
    hooks: () => setHeaders({ 'set-cookie': 'sid=1', 'cache-control': cacheControl }),
    finds: ['warning set-cookie-shared'],
  })),
  { fault: 'forbids to store', hooks: () => setHeaders({ 'cache-control': 'no-store' }), finds: ['warning cache-control-defeats'] },
  {
    fault: 'says that the content never changes',
    hooks: () => setHeaders({ 'cache-control': 'max-age=31536000, immutable' }),
    finds: ['warning cache-control-defeats-immutable'],
  },
  {
    fault: 'lets caches use a copy for a minute',
    hooks: () => setHeaders({ 'cache-control': 'private, max-age="60"' }),
    finds: ['note cache-control-defeats-fresh'],
  },
  {
    fault: 'lets shared caches use a copy for a minute',
    hooks: () => setHeaders({ 'cache-control': 'max-age=0, s-maxage=60' }),
    finds: ['note cache-control-defeats-fresh'],
  },
  {
    fault: 'lets caches use a copy until a date',
    hooks: () => setHeaders({ 'cache-control': undefined, expires: 'Fri, 01 Jan 2100 00:00:00 GMT' }),
    finds: ['note cache-control-defeats-fresh'],
  },
  {
    fault: 'lets caches guess',
    hooks: () => setHeaders({ 'cache-control': undefined }),
    finds: ['note cache-control-defeats-guessed'],
  },
]

/** A server that compresses for whoever takes the coding, and gives the compressed content a tag of its own. */
export function compressing(
  tagOf: (tag: string) => string | undefined,
  fields: { readonly plain: OutgoingHttpHeaders; readonly compressed: OutgoingHttpHeaders },
  coding: keyof typeof compress = 'gzip',
): Hooks {
  return changeRead((answer, request) => {
    if (!takes(coding, request)) return { headers: withFields(answer.headers, fields.plain) }
    const headers = withFields(answer.headers, { ...fields.compressed, etag: tagOf(String(answer.headers.etag)) })
    if (answer.status !== 200) return { headers }
    const content = compress[coding](answer.content)
    return { content, headers: { ...headers, 'content-encoding': coding, 'content-length': String(content.length) } }
  })
}

const compress = { gzip: (content: Buffer) => gzipSync(content), br: (content: Buffer) => brotliCompressSync(content) }

function takes(coding: string, { headers }: IncomingMessage): boolean {
  return headers['accept-encoding']?.toString().split(/[\s,;]+/).includes(coding) ?? false
}
