import { parseTagList } from '../../../servers/http/entity-tag.ts'
import { evaluatePreconditions } from '../../../servers/http/preconditions.ts'
import type { ConditionalRequest, Decision, Validators } from '../../../servers/http/preconditions.ts'
import type { BrokenServer } from './broken-server.ts'
import { isRead } from './change-read.ts'
import type { Hooks } from './correct-server.ts'

/** What is wrong with how If-None-Match is evaluated. */
export const brokenRevalidation: readonly BrokenServer[] = [
  {
    fault: 'finds its tag in no If-None-Match',
    hooks: () => matching(() => false),
    finds: ['error if-none-match-exact'],
  },
  {
    fault: 'closes the connection on If-None-Match',
    hooks: () => ({
      answer: (answer, request) => {
        if (isRead(request) && request.headers['if-none-match'] !== undefined) request.socket.destroy()
        return answer
      },
    }),
    finds: ['error if-none-match-exact-no-answer'],
  },
  {
    fault: 'forbids If-None-Match',
    hooks: () => ({
      answer: (answer, request) => (isRead(request) && request.headers['if-none-match'] !== undefined ? { ...answer, status: 403 } : answer),
    }),
    finds: ['error if-none-match-exact-no-answer'],
  },
  {
    fault: 'answers 304 to any tag',
    hooks: () => matching(() => true),
    finds: ['error if-none-match-other'],
  },
  {
    fault: 'compares its strong tag strongly',
    hooks: () => matching((list, tag) => parseTagList(list)?.includes(tag as never) ?? false),
    finds: ['error if-none-match-weak-vs-strong'],
  },
  {
    fault: 'compares its weak tag strongly',
    hooks: () => ({
      ...matching((list, tag) => parseTagList(list)?.includes(tag as never) ?? false),
      validators: ({ version, lastModifiedMs }) => ({ etag: `W/"v${version}"`, lastModifiedMs }),
    }),
    finds: ['error if-none-match-weak-vs-strong'],
  },
  {
    fault: 'knows no list',
    hooks: () => matching((list, tag) => list === tag || list === `W/${tag}`),
    finds: ['error if-none-match-list', 'error if-none-match-several-lines'],
  },
  {
    fault: 'takes a list with an empty member for malformed',
    hooks: () => matching((list, tag) => !/(^|,)\s*(,|$)/.test(list) && weaklyWithin(list, tag)),
    finds: ['error if-none-match-list'],
  },
  {
    fault: 'skips spaces only in a list',
    hooks: () => matching((list, tag) => list.split(',').some(member => weaklyWithin(member.replaceAll('\t', 'x'), tag))),
    finds: ['note if-none-match-list-tab'],
  },
  {
    fault: 'looks for its tag within the field without the quotes',
    hooks: () => matching((list, tag) => list.includes(tag.slice(1, -1))),
    finds: ['error if-none-match-list-decoy'],
  },
  {
    fault: 'splits at commas and throws the quotes away',
    hooks: () => matching((list, tag) => list.split(',').some(member => unquoted(member) === unquoted(tag))),
    finds: ['error if-none-match-list-decoy'],
  },
  {
    fault: 'compares tags without regard to case',
    hooks: () => matching((list, tag) => weaklyWithin(list.toLowerCase().replaceAll('w/"', 'W/"'), tag.toLowerCase())),
    finds: ['error if-none-match-list-decoy'],
  },
  {
    fault: 'takes * for a tag',
    hooks: () => deciding(({ ifNoneMatch, ...rest }) => (ifNoneMatch === '*' ? rest : { ...rest, ifNoneMatch })),
    finds: ['error if-none-match-star'],
  },
  {
    fault: 'takes the first line of If-None-Match only',
    hooks: () => deciding((conditions, request) => ({ ...conditions, ifNoneMatch: request.headersDistinct['if-none-match']?.[0] })),
    finds: ['error if-none-match-several-lines'],
  },
  ...(['"a"', '"etag-bench-probe-1"'] as const).map(etag => ({
    fault: `takes the first line of If-None-Match only, and has the tag ${etag}`,
    hooks: () => ({
      ...deciding((conditions, request) => ({ ...conditions, ifNoneMatch: request.headersDistinct['if-none-match']?.[0] })),
      validators: () => ({ etag }),
    }),
    finds: ['error if-none-match-several-lines'],
  })),
  {
    fault: 'takes the last line of If-None-Match only',
    hooks: () => deciding((conditions, request) => ({ ...conditions, ifNoneMatch: request.headersDistinct['if-none-match']?.at(-1) })),
    finds: ['error if-none-match-several-lines'],
  },
  {
    fault: 'refuses a second line of If-None-Match, as nginx does',
    hooks: () => ({
      answer: (answer, request) => ((request.headersDistinct['if-none-match']?.length ?? 0) > 1 ? { ...answer, status: 400 } : answer),
    }),
    finds: ['note if-none-match-several-lines-refused'],
  },
  {
    fault: 'fails over a list',
    hooks: () => ({
      answer: (answer, request) =>
        isRead(request) && /"\s*,/.test(request.headers['if-none-match'] ?? '') ? { ...answer, status: 500 } : answer,
    }),
    finds: ['error if-none-match-list', 'error if-none-match-several-lines'],
  },
]

function unquoted(tag: string): string {
  return tag.replaceAll(/W\/|"/g, '').trim()
}

function weaklyWithin(list: string, tag: string): boolean {
  const opaque = (each: string) => each.replace(/^W\//, '')
  const tags = parseTagList(list)
  return Array.isArray(tags) && tags.some(each => opaque(String(each)) === opaque(tag))
}

/** A server that evaluates what `change` makes of the conditions of a read. */
export function deciding(change: (conditions: ConditionalRequest, request: Parameters<typeof isRead>[0]) => ConditionalRequest): Hooks {
  return {
    decide: (conditions, current, request) =>
      evaluate(isRead(request) ? change(conditions, request) : conditions, current),
  }
}

/** A server that answers a read with If-None-Match by `matches`; `*` and all else by RFC 9110. */
function matching(matches: (list: string, tag: string) => boolean): Hooks {
  return {
    decide(conditions, current, request) {
      const { ifNoneMatch } = conditions
      if (!isRead(request) || ifNoneMatch === undefined || ifNoneMatch === '*') return evaluate(conditions, current)
      return matches(ifNoneMatch, current?.etag ?? '') ? 'not-modified' : 'proceed'
    },
  }
}

export function evaluate(conditions: ConditionalRequest, current: Validators | undefined): Decision {
  return evaluatePreconditions(conditions, current, { requirePrecondition: true, nowMs: Date.now() })
}
