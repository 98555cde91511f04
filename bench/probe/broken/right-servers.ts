import { formatHttpDate } from '../../../servers/http/http-date.ts'
import type { BrokenServer } from './broken-server.ts'
import { changeRead, isRead, setHeaders, withFields } from './change-read.ts'
import type { StoredDocument } from './correct-server.ts'
import { compressing } from './read-caching.ts'
import { deciding, evaluate } from './read-revalidation.ts'

const vary = { vary: 'Accept-Encoding' }

/** Unusual, and allowed: nothing is found. */
export const rightServers: readonly Omit<BrokenServer, 'finds'>[] = [
  { fault: 'nothing', hooks: () => ({}) },
  {
    fault: 'nothing: its tags are weak',
    hooks: () => ({ validators: ({ version, lastModifiedMs }) => ({ etag: `W/"v${version}"`, lastModifiedMs }) }),
  },
  { fault: 'nothing: it has a tag only', hooks: () => ({ validators: ({ version }) => ({ etag: `"v${version}"` }) }) },
  {
    fault: 'nothing: its tag has commas, an apostrophe and W/ within',
    hooks: () => ({ validators: ({ lastModifiedMs }) => ({ etag: `"W/a,b,,it's"`, lastModifiedMs }) }),
  },
  ...['x', 'y', 'a', 'b', 'etag-bench-probe-1'].map(opaque => ({
    fault: `nothing: its tag is "${opaque}"`,
    hooks: () => ({ validators: ({ lastModifiedMs }: StoredDocument) => ({ etag: `"${opaque}"` as const, lastModifiedMs }) }),
  })),
  { fault: 'nothing: its opaque-tag is empty', hooks: () => ({ validators: ({ lastModifiedMs }) => ({ etag: '""', lastModifiedMs }) }) },
  {
    fault: 'nothing: its tag has a byte above 127',
    hooks: () => ({ validators: ({ lastModifiedMs }) => ({ etag: '"caf\u00e9"', lastModifiedMs }) }),
  },
  {
    fault: 'nothing: it compresses under weak tags',
    hooks: () => compressing(tag => `W/${tag}`, { plain: vary, compressed: vary }),
  },
  {
    fault: 'nothing: it compresses under other strong tags',
    hooks: () => ({
      ...compressing(tag => tag.replace(/"$/, '-gzip"'), { plain: vary, compressed: vary }),
      ...deciding(({ ifNoneMatch, ...rest }) => ({ ...rest, ifNoneMatch: ifNoneMatch?.replaceAll('"v1-gzip"', '"v1"') })),
    }),
  },
  {
    fault: 'nothing: it is chunked',
    hooks: () => changeRead(({ headers: { 'content-length': _length, ...headers } }) => ({ headers })),
  },
  {
    fault: 'nothing: it was last modified just now, and its date is distrusted within that second',
    hooks: () => {
      const lastModifiedMs = Date.now()
      return {
        validators: () => ({ etag: '"v1"', lastModifiedMs }),
        decide: (conditions, current) => {
          const isYoung = Math.floor(Date.now() / 1000) === Math.floor(lastModifiedMs / 1000)
          return evaluate(isYoung ? { ...conditions, ifModifiedSince: undefined } : conditions, current)
        },
      }
    },
  },
  {
    fault: 'nothing: it takes no date but the exact one for current, as nginx does',
    hooks: () => ({
      decide: (conditions, current) => {
        const { ifModifiedSince, ...rest } = conditions
        const isLater = ifModifiedSince !== undefined && Date.parse(ifModifiedSince) > Number(current?.lastModifiedMs)
        return evaluate(isLater ? rest : conditions, current)
      },
    }),
  },
  {
    fault: 'nothing: its 304 has the Content-Length of the 200',
    hooks: () =>
      changeRead(({ status, headers }) => (status === 304 ? { headers: { ...headers, 'content-length': '87' } } : {})),
  },
  {
    fault: 'nothing: HEAD leaves the length out, and Expires is made anew each time',
    hooks: () =>
      changeRead(({ headers }, { method }) => ({
        headers: withFields(headers, { ...(method === 'HEAD' ? { 'content-length': undefined } : {}), expires: formatHttpDate(Date.now()) }),
      })),
  },
  {
    fault: 'nothing: HEAD leaves Vary out, which only the content decides',
    hooks: () => changeRead(({ headers }, { method }) => (method === 'HEAD' ? {} : { headers: { ...headers, vary: 'Accept' } })),
  },
  {
    fault: 'nothing: it sets a cookie on what is private, and is chosen by fields of few values',
    hooks: () => setHeaders({ 'set-cookie': 'sid=1', vary: 'Accept, Accept-Encoding, Origin, Sec-Fetch-Mode, Prefer' }),
  },
  ...['no-cache="set-cookie"', 'private="Set-Cookie"'].map(keptOut => ({
    fault: `nothing: it sets a cookie, and ${keptOut} keeps it out of shared caches`,
    hooks: () => setHeaders({ 'set-cookie': 'sid=1', 'cache-control': `public, max-age=0, ${keptOut}` }),
  })),
  {
    fault: 'nothing: it says immutable of what is never fresh',
    hooks: () => setHeaders({ 'cache-control': 'max-age=0, immutable' }),
  },
  {
    fault: 'nothing: now and then it answers 500, whatever it is asked, or 502 without a tag',
    hooks: () => {
      let requests = 0
      return {
        answer: (answer) => {
          requests += 1
          const status = [[17, 500], [4, 502]].find(([each = 1]) => requests % 23 === each)?.[1]
          return status === undefined ? answer : { ...answer, status, headers: {}, content: Buffer.alloc(0) }
        },
      }
    },
  },
  {
    fault: 'nothing: it knows no OPTIONS, and has a page for every address',
    hooks: () => ({
      answer: (answer, request) => {
        if (request.method === 'OPTIONS') return { ...answer, status: 405 }
        return isRead(request) && answer.status === 404 ? { ...answer, status: 200 } : answer
      },
    }),
  },
]
