import type { BrokenServer } from './broken-server.ts'
import { isRead, setHeaders } from './change-read.ts'
import { compressing } from './read-caching.ts'

const vary = { vary: 'Accept-Encoding' }

/** Other addresses of the resource that a correct server has: nodes, or a proxy before it. */
export const brokenNodes: readonly BrokenServer[] = [
  {
    fault: 'has a tag of its own for the same content',
    hooks: () => ({ validators: ({ lastModifiedMs }) => ({ etag: '"inode-77"', lastModifiedMs }) }),
    finds: ['warning tag-differs-between-nodes'],
  },
  {
    fault: 'names itself in what it hashes',
    hooks: () => ({
      content: ({ content }) => Buffer.from(content.toString().replace('{', '{"servedBy":"b",')),
      validators: ({ lastModifiedMs }) => ({ etag: '"hash-of-b"', lastModifiedMs }),
    }),
    finds: ['warning tag-differs-between-nodes'],
  },
  {
    fault: 'sends other bytes under the same strong tag',
    hooks: () => ({ content: ({ content }) => Buffer.from(`${content.toString()}\n`) }),
    finds: ['error same-strong-tag-between-nodes'],
  },
  {
    fault: 'closes every connection',
    hooks: () => ({
      answer: (answer, request) => {
        request.socket.destroy()
        return answer
      },
    }),
    finds: ['error node-no-answer'],
  },
  {
    fault: 'does not have the resource',
    hooks: () => ({ answer: (answer, request) => (isRead(request) ? { ...answer, status: 404 } : answer) }),
    finds: ['error node-no-answer'],
  },
  { fault: 'strips the tag', hooks: () => setHeaders({ etag: undefined }), finds: ['warning proxy-strips-tag'] },
  {
    fault: 'strips the tag of what it compresses',
    hooks: () => compressing(() => undefined, { plain: vary, compressed: vary }),
    finds: ['warning proxy-strips-tag'],
  },
  { fault: 'weakens the tag', hooks: () => setHeaders({ etag: 'W/"v1"' }), finds: ['warning proxy-weakens-tag'] },
  {
    fault: 'weakens the tag of what it compresses',
    hooks: () => compressing(tag => `W/${tag}`, { plain: vary, compressed: vary }),
    finds: ['warning proxy-weakens-tag'],
  },
  {
    fault: 'weakens the tag of what it compresses by br, and knows no gzip',
    hooks: () => compressing(tag => `W/${tag}`, { plain: vary, compressed: vary }, 'br'),
    finds: ['warning proxy-weakens-tag'],
  },
  {
    fault: 'puts a suffix to the tag of what it compresses, and knows it',
    hooks: () => ({
      ...compressing(tag => tag.replace(/"$/, '-gzip"'), { plain: vary, compressed: vary }),
      decide: conditions => (conditions.ifNoneMatch === '"v1-gzip"' ? 'not-modified' : 'proceed'),
    }),
    finds: ['warning proxy-suffixes-tag'],
  },
  {
    fault: 'puts a suffix to the tag of what it compresses, and knows it no more',
    hooks: () => compressing(tag => tag.replace(/"$/, '-gzip"'), { plain: vary, compressed: vary }),
    finds: ['error proxy-suffixes-tag'],
  },
  {
    fault: 'keeps the strong tag of what it compresses',
    hooks: () => compressing(tag => tag, { plain: vary, compressed: vary }),
    finds: ['error same-strong-tag-between-nodes'],
  },
]
