import type { OutgoingHttpHeaders } from 'node:http'
import type { BrokenServer } from './broken-server.ts'
import { changeRead, withFields } from './change-read.ts'
import type { Hooks } from './correct-server.ts'

/** What a 200 of these servers says beside its validators, so that a 304 can leave it out. */
const described: OutgoingHttpHeaders = {
  vary: 'accept',
  expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
  'content-location': '/orders/1?version=1',
}

/** What is wrong with a 304, with the answer to HEAD, to OPTIONS or with an error. */
export const brokenAnswers: readonly BrokenServer[] = [
  ...['etag', 'cache-control', 'vary', 'expires', 'content-location', 'date'].map(name => ({
    fault: `sends 304 without ${name}`,
    hooks: () => notModifiedWith({ [name]: undefined }),
    finds: ['error not-modified-headers'],
  })),
  {
    fault: 'sends 304 with another Cache-Control',
    hooks: () => notModifiedWith({ 'cache-control': 'public' }),
    finds: ['error not-modified-headers'],
  },
  { fault: 'sends 304 with another tag', hooks: () => notModifiedWith({ etag: '"v0"' }), finds: ['error not-modified-headers'] },
  {
    fault: 'sends content with 304',
    hooks: () => changeRead(({ status }, { method }) => (status === 304 && method === 'GET' ? { asIs: true, content: Buffer.from('{}') } : {})),
    finds: ['error not-modified-content'],
  },
  {
    fault: 'sends the last chunk with 304',
    hooks: () =>
      changeRead(({ status, headers }, { method }) =>
        status === 304 && method === 'GET'
          ? { asIs: true, headers: { ...headers, 'transfer-encoding': 'chunked' }, content: Buffer.from('0\r\n\r\n') }
          : {},
      ),
    finds: ['error not-modified-content'],
  },
  {
    fault: 'sends 304 with Content-Length: 0',
    hooks: () => changeRead(({ status, headers }) => (status === 304 ? { headers: { ...headers, 'content-length': '0' } } : {})),
    finds: ['error not-modified-content-length'],
  },
  {
    fault: 'answers 304 to OPTIONS',
    hooks: () => ({
      answer: (answer, { method, headers }) =>
        method === 'OPTIONS' && headers['if-none-match'] !== undefined ? { ...answer, status: 304 } : answer,
    }),
    finds: ['error not-modified-to-other-method'],
  },
  { fault: 'hashes the empty content for HEAD', hooks: () => headWith({ etag: '"empty"' }), finds: ['warning head-like-get'] },
  { fault: 'has no tag for HEAD', hooks: () => headWith({ etag: undefined }), finds: ['note head-like-get-tag-missing'] },
  {
    fault: 'has no Cache-Control for HEAD',
    hooks: () => headWith({ 'cache-control': undefined }),
    finds: ['warning head-like-get-fields'],
  },
  {
    fault: 'answers HEAD with Content-Length: 0',
    hooks: () => headWith({ 'content-length': '0' }),
    finds: ['error head-like-get-content-length'],
  },
  {
    fault: 'knows no HEAD',
    hooks: () => changeRead((_, { method }) => (method === 'HEAD' ? { status: 405 } : {})),
    finds: ['warning head-like-get-status'],
  },
  {
    fault: 'sends content to HEAD',
    hooks: () => changeRead((_, { method }) => (method === 'HEAD' ? { asIs: true } : {})),
    finds: ['error head-like-get-content'],
  },
  {
    fault: 'evaluates no precondition of HEAD',
    hooks: () => changeRead(({ status }, { method }) => (method === 'HEAD' && status === 304 ? { status: 200 } : {})),
    finds: ['error head-like-get-condition'],
  },
  { fault: 'has a tag on errors', hooks: () => errorWith(({ headers }) => ({ headers: { ...headers, etag: '"error"' } })), finds: ['note tag-on-error'] },
  {
    fault: 'answers 304 for what does not exist',
    hooks: () => errorWith((answer, { headers }) => (headers['if-none-match'] === '*' ? { status: 304 } : {})),
    finds: ['error tag-on-error-not-modified'],
  },
]

function notModifiedWith(fields: OutgoingHttpHeaders): Hooks {
  return changeRead(({ status, headers }) => ({ headers: withFields({ ...headers, ...described }, status === 304 ? fields : {}) }))
}

function headWith(fields: OutgoingHttpHeaders): Hooks {
  return changeRead(({ headers }, { method }) => (method === 'HEAD' ? { headers: withFields(headers, fields) } : {}))
}

function errorWith(change: Parameters<typeof changeRead>[0]): Hooks {
  return { answer: (answer, request) => (answer.status === 404 ? { ...answer, ...change(answer, request) } : answer) }
}
