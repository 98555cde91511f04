import { setTimeout as sleep } from 'node:timers/promises'
import { weakMatch } from '../../../servers/http/entity-tag.ts'
import type { EntityTag } from '../../../servers/http/entity-tag.ts'
import type { ConditionalRequest, Decision, Validators } from '../../../servers/http/preconditions.ts'
import type { Answer, Hooks } from './correct-server.ts'
import { decideWrite as decide } from './decide-write.ts'
import { refusalFaults } from './refusal-faults.ts'

export interface WriteFault {
  /** What the server does wrong. */
  readonly does: string
  /** New ones for each server: some remember. */
  readonly hooks: () => Hooks
  /** Every finding that the writing checks make on it: the fault's own first, then what cannot but follow from it. */
  readonly findings: readonly string[]
}

export const writeFaults: readonly WriteFault[] = [
  ...refusalFaults,
  {
    does: 'ignores If-Match',
    hooks: () => ({ decide: (request, current) => decide({ ...request, ifMatch: undefined }, current, request.ifMatch === undefined) }),
    findings: ['if-match-honoured'],
  },
  {
    does: 'says that a PUT with an outdated tag succeeded, and writes nothing',
    hooks: () => ({ answer: (answer, { method, headers }) => (method === 'PUT' && answer.status === 412 && headers['if-match'] !== undefined ? noContent : answer) }),
    findings: ['if-match-honoured'],
  },
  {
    does: 'answers 409 instead of 412',
    hooks: () => ({ answer: (answer) => (answer.status === 412 ? { ...answer, status: 409 } : answer) }),
    findings: ['if-match-honoured-status'],
  },
  {
    does: 'refuses every tag in If-Match',
    hooks: () => ({ decide: (request, current) => (request.ifMatch === undefined || request.ifMatch === '*' ? decide(request, current) : failed) }),
    findings: ['if-match-honoured-current-refused'],
  },
  {
    does: 'compares If-Match weakly',
    hooks: () => ({ decide: (request, current) => (matchesWeakly(request, current) ? 'proceed' : decide(request, current)) }),
    findings: ['if-match-weak'],
  },
  {
    does: 'lets If-Match hold for a weak tag',
    hooks: () => ({ validators: weakTag, decide: (request, current) => (matchesWeakly(request, current) ? 'proceed' : decide(request, current)) }),
    findings: ['if-match-weak'],
  },
  {
    does: 'has nothing but a weak tag',
    hooks: () => ({ validators: weakTag }),
    findings: ['if-match-weak-no-guard'],
  },
  {
    does: 'takes If-Match for a single tag',
    hooks: () => ({ decide: (request, current) => (/,./.test(request.ifMatch ?? '') ? failed : decide(request, current)) }),
    findings: ['if-match-list'],
  },
  {
    does: 'refuses a second line of If-Match, as nginx does',
    hooks: () => ({
      decide: (request, current, { headersDistinct }) =>
        (headersDistinct['if-match']?.length ?? 0) > 1 ? 'malformed-precondition' : decide(request, current),
    }),
    findings: ['if-match-list-lines-refused'],
  },
  {
    does: 'splits If-Match at every comma and drops the quotes',
    hooks: () => ({
      decide: (request, current) => {
        const members = (request.ifMatch ?? '').split(',').map((each) => each.trim().replaceAll('"', ''))
        return members.includes(current?.etag?.slice(1, -1) ?? '') ? 'proceed' : decide(request, current)
      },
    }),
    findings: ['if-match-list-false-match'],
  },
  {
    does: 'takes * in If-Match for a tag',
    hooks: () => ({ decide: (request, current) => (request.ifMatch === '*' ? failed : decide(request, current)) }),
    findings: ['if-match-star'],
  },
  {
    does: 'takes an empty If-Match for none',
    hooks: () => ({ decide: (request, current) => (request.ifMatch === '' ? 'proceed' : decide(request, current)) }),
    findings: ['if-match-empty'],
  },
  {
    does: 'counts the version up for what it refuses',
    hooks: () => {
      let refusals = 0
      return {
        refused: () => (refusals += 1),
        validators: ({ version, lastModifiedMs }) => ({ etag: `"v${version}-${refusals}"`, lastModifiedMs }),
      }
    },
    findings: ['refused-write-changes-nothing-validators'],
  },
  {
    does: 'puts the tag of something else on the answer to a PUT',
    hooks: () => ({ answer: (answer, { method }) => (method === 'PUT' && answer.status === 204 ? withHeader(answer, 'etag', '"of-the-answer"') : answer) }),
    findings: ['validators-of-put'],
  },
  {
    does: 'puts another date on the answer to a PUT',
    hooks: () => ({
      answer: (answer, { method }) =>
        method === 'PUT' && answer.status === 204 ? withHeader(answer, 'last-modified', 'Thu, 23 May 2024 14:40:00 GMT') : answer,
    }),
    findings: ['validators-of-put-date'],
  },
  {
    does: 'adds a version to the content, and validators to the answer all the same',
    hooks: () => ({
      content: ({ content, version }) => Buffer.from(JSON.stringify({ ...(JSON.parse(content.toString()) as object), version })),
    }),
    findings: ['validators-of-put-transformed'],
  },
  {
    does: 'makes the tag of the length alone',
    hooks: () => ({ validators: ({ lastModifiedMs }, content) => ({ etag: `"${content.length}"`, lastModifiedMs }) }),
    findings: ['tag-follows-content', 'simultaneous-writes'],
  },
  {
    does: 'takes a PUT without a precondition',
    hooks: () => ({ requirePrecondition: false }),
    findings: ['unconditional-write'],
  },
  {
    does: 'overwrites under If-None-Match: *',
    hooks: () => ({ decide: (request, current) => (request.method === 'PUT' && request.ifNoneMatch === '*' ? 'proceed' : decide(request, current)) }),
    findings: ['if-none-match-star-write'],
  },
  {
    does: 'answers 304 to a PUT',
    hooks: () => ({
      answer: (answer, { method, headers }) =>
        method === 'PUT' && headers['if-none-match'] !== undefined && answer.status === 412 ? { ...noContent, status: 304 } : answer,
    }),
    findings: ['not-modified-to-put'],
  },
  {
    does: 'ignores If-Unmodified-Since beside a strong tag',
    hooks: () => ({ decide: ignoreUnmodifiedSince }),
    findings: ['if-unmodified-since'],
  },
  {
    does: 'ignores If-Unmodified-Since, its only guard',
    hooks: () => ({ decide: ignoreUnmodifiedSince, validators: ({ lastModifiedMs }) => ({ lastModifiedMs }) }),
    findings: ['if-unmodified-since'],
  },
  {
    does: 'takes the date of Last-Modified itself for too early',
    hooks: () => ({ decide: (request, current) => (request.ifUnmodifiedSince === undefined ? decide(request, current) : failed) }),
    findings: ['if-unmodified-since-current-refused'],
  },
  {
    does: 'checks the tag, waits, and writes',
    hooks: () => ({ beforeCommit: () => sleep(3) }),
    findings: ['simultaneous-writes'],
  },
]

const failed: Decision = 'precondition-failed'
const noContent: Answer = { status: 204, headers: {}, content: Buffer.alloc(0) }

function matchesWeakly({ ifMatch }: ConditionalRequest, current: Validators | undefined): boolean {
  return current?.etag !== undefined && /^(W\/)?"[^"]*"$/.test(ifMatch ?? '') && weakMatch(ifMatch as EntityTag, current.etag)
}

function ignoreUnmodifiedSince(request: ConditionalRequest, current: Validators | undefined): Decision {
  return decide({ ...request, ifUnmodifiedSince: undefined }, current, request.ifUnmodifiedSince === undefined)
}

function weakTag({ version }: { readonly version: number }): Validators {
  return { etag: `W/"v${version}"` }
}

function withHeader(answer: Answer, name: string, value: string): Answer {
  return { ...answer, headers: { ...answer.headers, [name]: value } }
}
