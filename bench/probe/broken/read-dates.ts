import { formatHttpDate } from '../../../servers/http/http-date.ts'
import type { ConditionalRequest } from '../../../servers/http/preconditions.ts'
import type { BrokenServer } from './broken-server.ts'
import { isRead } from './change-read.ts'
import type { Hooks } from './correct-server.ts'
import { deciding, evaluate } from './read-revalidation.ts'

const hourMs = 3_600_000

/** What is wrong with how If-Modified-Since is evaluated. */
export const brokenDates: readonly BrokenServer[] = [
  {
    fault: 'ignores If-Modified-Since, and has a tag',
    hooks: () => deciding(without('ifModifiedSince')),
    finds: ['note if-modified-since-exact'],
  },
  {
    fault: 'ignores If-Modified-Since, and has no tag',
    hooks: () => ({ ...deciding(without('ifModifiedSince')), validators: ({ lastModifiedMs }) => ({ lastModifiedMs }) }),
    finds: ['warning if-modified-since-exact', 'warning last-modified-coarse'],
  },
  {
    fault: 'knows one form of a date',
    hooks: () => readingDates(text => (/^\w{3}, .* GMT$/.test(text) ? text : undefined)),
    finds: ['error if-modified-since-forms'],
  },
  {
    fault: 'compares dates as texts',
    hooks: () => ({
      decide: (conditions, current, request) => {
        const { ifModifiedSince, ...rest } = conditions
        const isSame = ifModifiedSince === formatHttpDate(current?.lastModifiedMs ?? 0)
        return evaluate(isSame || !isRead(request) ? conditions : rest, current)
      },
    }),
    finds: ['warning if-modified-since-forms'],
  },
  {
    fault: 'takes a form without a zone for a local time west of Greenwich',
    hooks: () => readingDates(text => (text.endsWith('GMT') ? text : formatHttpDate(Date.parse(`${text} GMT`) + hourMs))),
    finds: ['error if-modified-since-forms-misread'],
  },
  {
    fault: 'reads dates by Date.parse',
    hooks: () => readingDates(text => (Number.isNaN(Date.parse(text)) ? undefined : formatHttpDate(Date.parse(text)))),
    finds: ['error if-modified-since-invalid'],
  },
  {
    fault: 'answers 304 when either the tag or the date is current',
    hooks: () => ({
      decide: (conditions, current, request) => {
        const byTag = evaluate(conditions, current)
        return isRead(request) && byTag === 'proceed' ? evaluate(without('ifNoneMatch')(conditions), current) : byTag
      },
    }),
    finds: ['error if-modified-since-beside-if-none-match'],
  },
  {
    fault: 'answers 304 only when both the tag and the date are current',
    hooks: () => ({
      decide: (conditions, current, request) => {
        const byTag = evaluate(conditions, current)
        const hasDate = isRead(request) && byTag === 'not-modified' && conditions.ifModifiedSince !== undefined
        return hasDate ? evaluate(without('ifNoneMatch')(conditions), current) : byTag
      },
    }),
    finds: ['error if-modified-since-beside-if-none-match-overrules'],
  },
]

function without(name: 'ifModifiedSince' | 'ifNoneMatch') {
  return (conditions: ConditionalRequest): ConditionalRequest => ({ ...conditions, [name]: undefined })
}

/** A server that reads If-Modified-Since as `read` says; undefined where it sees no date. */
function readingDates(read: (text: string) => string | undefined): Hooks {
  return deciding(conditions => {
    const { ifModifiedSince } = conditions
    return ifModifiedSince === undefined ? conditions : { ...conditions, ifModifiedSince: read(ifModifiedSince) }
  })
}
