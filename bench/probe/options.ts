import { BenchError } from '../errors.ts'
import { unknownName } from '../unknown-name.ts'
import { parseDurationMs } from '../units.ts'
import type { FailLevel } from './report/exit-code.ts'
import { failLevels } from './report/exit-code.ts'
import { readHeaderFlag } from './header-flag.ts'
import { defaultTimeoutMs } from './exchange/limits.ts'
import type { HeaderLine } from './request-head.ts'
import { defaultMaxRequests, defaultRatePerSecond } from './session.ts'

/** The flags of `probe` as the command line gives them: text, or undefined. */
export interface ProbeFlags {
  readonly write?: boolean
  readonly field?: string
  readonly header?: readonly string[]
  readonly also?: readonly string[]
  readonly maxRequests?: string
  readonly rate?: string
  readonly timeout?: string
  readonly checks?: string
  readonly failOn?: string
  readonly json?: boolean
}

export interface ProbeSettings {
  readonly url: URL
  readonly also: readonly URL[]
  readonly write: boolean
  readonly field: string | undefined
  readonly headers: readonly HeaderLine[]
  readonly maxRequests: number
  readonly ratePerSecond: number
  readonly timeoutMs: number
  /** Ids; all where undefined. */
  readonly checks: readonly string[] | undefined
  readonly failOn: FailLevel
  readonly json: boolean
}

/** What can be named with --checks, and what each needs. */
export type KnownChecks = readonly { readonly id: string; readonly needs?: 'also' | 'write' }[]

const leastRequests = 3
const mostRequests = 100_000

/** Throws one usage error that names everything wrong with the flags. */
export function resolveProbeSettings(urlText: string, flags: ProbeFlags, known: KnownChecks): ProbeSettings {
  const problems: string[] = []
  const attempt = <T>(read: () => T, otherwise: T): T => {
    try {
      return read()
    } catch (error) {
      problems.push((error as Error).message)
      return otherwise
    }
  }
  const nowhere = new URL('http://127.0.0.1/')
  if (flags.field !== undefined && !flags.write) problems.push('--field names what --write changes: give --write too')
  const settings: ProbeSettings = {
    url: attempt(() => parseTarget(urlText, 'URL'), nowhere),
    also: (flags.also ?? []).map((text) => attempt(() => parseTarget(text, '--also'), nowhere)),
    write: flags.write ?? false,
    field: flags.field,
    headers: (flags.header ?? []).flatMap((line) => attempt(() => readHeaderFlag(line), [])),
    maxRequests: attempt(() => parseMaxRequests(flags.maxRequests), defaultMaxRequests),
    ratePerSecond: attempt(() => parseRate(flags.rate), defaultRatePerSecond),
    timeoutMs: attempt(() => parseTimeout(flags.timeout), defaultTimeoutMs),
    checks: flags.checks?.split(',').map((id) => id.trim()).filter((id) => id !== ''),
    failOn: attempt(() => parseFailOn(flags.failOn), 'warning'),
    json: flags.json ?? false,
  }
  problems.push(...problemsOfChecks(settings, known))
  if (problems.length > 0) throw new BenchError('usage', problems.join('\n'), 'npm run probe -- --help lists the flags')
  return settings
}

function parseTarget(text: string, flag: 'URL' | '--also'): URL {
  const url = URL.parse(text)
  // Without its scheme, `localhost:8080/orders/1` is a URL of the scheme `localhost:`.
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error(`${flag} "${text.replace(/^.*@/s, '...@')}" is no http or https URL: give one such as http://127.0.0.1:8080/orders/1`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new Error(`${flag} holds a user name or password: give it as --header 'Authorization: Basic ...' or --header @file, which are never shown`)
  }
  url.hash = ''
  return url
}

function parseMaxRequests(text: string | undefined): number {
  if (text === undefined) return defaultMaxRequests
  const count = Number(text)
  if (/^\d+$/.test(text) && count >= leastRequests && count <= mostRequests) return count
  throw new Error(`--max-requests ${text}: give a whole number from ${leastRequests} to ${mostRequests}`)
}

function parseRate(text: string | undefined): number {
  if (text === undefined) return defaultRatePerSecond
  const [, number] = /^(\d+)(?:\/s)?$/.exec(text) ?? []
  const perSecond = Number(number)
  if (perSecond >= 1 && perSecond <= 10_000) return perSecond
  throw new Error(`--rate ${text}: give requests per second from 1/s to 10000/s, such as 5/s`)
}

function parseTimeout(text: string | undefined): number {
  if (text === undefined) return defaultTimeoutMs
  const ms = attemptDuration(text)
  if (ms >= 1 && ms <= 600_000) return ms
  throw new Error(`--timeout ${text}: give a duration from 1ms to 10min`)
}

function attemptDuration(text: string): number {
  try {
    return parseDurationMs(text)
  } catch (error) {
    throw new Error(`--timeout: ${(error as Error).message}`, { cause: error })
  }
}

function parseFailOn(text: string | undefined): FailLevel {
  const level = failLevels.find((each) => each === (text ?? 'warning'))
  if (level === undefined) throw new Error(`--fail-on ${text}: give ${failLevels.join(' or ')}`)
  return level
}

function problemsOfChecks({ checks, write, also }: ProbeSettings, known: KnownChecks): readonly string[] {
  if (checks === undefined) return []
  if (checks.length === 0) return ['--checks names no check: give a comma-separated list of ids']
  return checks.flatMap((id) => {
    const check = known.find((each) => each.id === id)
    if (check === undefined) return [unknownName('check', id, known.map((each) => each.id))]
    if (check.needs === 'write' && !write) return [`check "${id}" writes: give --write too`]
    return check.needs === 'also' && also.length === 0 ? [`check "${id}" compares with other nodes: give --also URL too`] : []
  })
}
