import { createHash } from 'node:crypto'
import type { BrokenServer } from './broken-server.ts'
import { formatAsctimeDate } from '../checks/read/obsolete-dates.ts'
import { changeRead, setHeaders } from './change-read.ts'
import type { StoredDocument } from './correct-server.ts'

const hourMs = 3_600_000

/** What is wrong with the validators themselves, or moves them. */
export const brokenValidators: readonly BrokenServer[] = [
  { fault: 'has no validator', hooks: () => ({ validators: () => ({}) }), finds: ['warning no-validator'] },
  { fault: 'sends an unquoted tag', hooks: () => setHeaders({ etag: 'v1' }), finds: ['error malformed-tag'] },
  { fault: 'marks a weak tag with w/', hooks: () => setHeaders({ etag: 'w/"v1"' }), finds: ['error malformed-tag'] },
  { fault: 'sends a tag with a space in it', hooks: () => setHeaders({ etag: '"v 1"' }), finds: ['error malformed-tag'] },
  { fault: 'sends an empty ETag', hooks: () => setHeaders({ etag: '' }), finds: ['error malformed-tag'] },
  { fault: 'sends two ETag lines', hooks: () => setHeaders({ ETag: '"v2"' }), finds: ['error malformed-tag'] },
  {
    fault: 'sends a tag with a backslash',
    hooks: () => ({ validators: ({ lastModifiedMs }) => ({ etag: String.raw`"v\1"`, lastModifiedMs }) }),
    finds: ['note malformed-tag-backslash'],
  },
  { fault: 'sends a tag of 102 characters', hooks: () => constantTag('a'.repeat(100)), finds: ['note tag-too-long'] },
  { fault: 'sends a tag of 2,002 characters', hooks: () => constantTag('a'.repeat(2000)), finds: ['warning tag-too-long'] },
  {
    fault: 'sends Last-Modified in an obsolete form',
    hooks: () =>
      changeRead(({ headers }) => ({
        headers: { ...headers, 'last-modified': formatAsctimeDate(Date.parse(String(headers['last-modified'])) / 1000) },
      })),
    finds: ['error malformed-last-modified'],
  },
  {
    fault: 'sends an ISO 8601 date as Last-Modified',
    hooks: () => setHeaders({ 'last-modified': '2024-05-01T00:00:00Z' }),
    finds: ['error malformed-last-modified'],
  },
  {
    fault: 'sends a Last-Modified in the future',
    hooks: () => ({ validators: ({ lastModifiedMs }) => ({ etag: '"v1"', lastModifiedMs: lastModifiedMs + 2 * hourMs }) }),
    finds: ['error last-modified-in-future'],
  },
  {
    fault: 'has nothing but Last-Modified',
    hooks: () => ({ validators: ({ lastModifiedMs }) => ({ lastModifiedMs }) }),
    finds: ['warning last-modified-coarse'],
  },
  { fault: 'adds a counter to what it hashes', hooks: () => hashed(counting()), finds: ['warning tag-drift'] },
  { fault: 'shuffles the keys of what it hashes', hooks: () => hashed(shuffling()), finds: ['warning tag-drift'] },
  {
    fault: 'adds the time in seconds to what it hashes',
    hooks: () => hashed(content => withMember(content, 'generatedAt', Math.floor(Date.now() / 1000))),
    finds: ['warning tag-drift'],
  },
  { fault: 'makes its tags from chance', hooks: () => ({ validators: () => ({ etag: `"${Math.random()}"` }) }), finds: ['warning tag-drift'] },
  {
    fault: 'is two nodes behind one address, each with tags of its own',
    hooks: () => {
      let requests = 0
      return { validators: ({ version, lastModifiedMs }) => ({ etag: `"${(requests += 1) % 2}-${version}"`, lastModifiedMs }) }
    },
    finds: ['warning tag-drift'],
  },
  {
    fault: 'has the same strong tag for other bytes',
    hooks: () => {
      const count = counting()
      return { content: ({ content }) => count(content) }
    },
    finds: ['error tag-drift-same-tag'],
  },
  {
    fault: 'sends the time of the answer as Last-Modified',
    hooks: () => ({ validators: () => ({ lastModifiedMs: Date.now() }) }),
    finds: ['warning tag-drift-last-modified', 'warning last-modified-coarse'],
  },
  {
    fault: 'sends the time of the answer as Last-Modified beside a tag',
    hooks: () => ({ validators: ({ version }) => ({ etag: `"v${version}"`, lastModifiedMs: Date.now() }) }),
    finds: ['note tag-drift-last-modified'],
  },
]

function constantTag(opaque: string) {
  return { validators: ({ lastModifiedMs }: StoredDocument) => ({ etag: `"${opaque}"` as const, lastModifiedMs }) }
}

/** A strong tag from the content as sent. */
function hashed(contentOf: (content: Buffer) => Buffer) {
  return {
    content: ({ content }: StoredDocument) => contentOf(content),
    validators: ({ lastModifiedMs }: StoredDocument, content: Buffer) => ({
      etag: `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"` as const,
      lastModifiedMs,
    }),
  }
}

/** A count of fixed width, so that nothing changes but the value. */
function counting(): (content: Buffer) => Buffer {
  let requests = 100_000
  return content => withMember(content, 'requests', (requests += 1))
}

function shuffling(): (content: Buffer) => Buffer {
  let requests = 0
  return content => {
    const members = Object.entries(JSON.parse(content.toString()) as Record<string, unknown>)
    requests += 1
    const turned = members.map((_, index) => members[(index + requests) % members.length] ?? ['', null])
    return Buffer.from(JSON.stringify(Object.fromEntries(turned)))
  }
}

function withMember(content: Buffer, name: string, value: number): Buffer {
  return Buffer.from(JSON.stringify({ ...(JSON.parse(content.toString()) as Record<string, unknown>), [name]: value }))
}
