import { expect, it } from 'vitest'
import { BenchError, exitCodeOf, formatError, type ErrorCode } from './errors.ts'

const codes: Readonly<Record<ErrorCode, number>> = {
  usage: 2,
  'cannot-tell': 3,
  void: 4,
  harness: 5,
  'server-start': 5,
  'server-died': 5,
  'server-hung': 5,
  'results-folder': 5,
  unreachable: 5,
  interrupted: 130,
}

it.each(Object.entries(codes) as [ErrorCode, number][])('%s ends with exit code %i', (code, exitCode) => {
  expect(exitCodeOf(new BenchError(code, 'seen', 'do'))).toBe(exitCode)
})

it('an error with a known reason is its message and what to do next', () => {
  const error = new BenchError('usage', 'unknown strategy "sha265"', 'Did you mean "sha256"?')
  expect(formatError(error)).toBe('unknown strategy "sha265"\nDid you mean "sha256"?')
})

it('an abort counts as an interruption', () => {
  const { reason } = AbortSignal.abort()
  expect([exitCodeOf(reason), formatError(reason)]).toEqual([130, 'interrupted'])
})

it('an error nobody foresaw is a failure of the harness and keeps its stack', () => {
  expect(exitCodeOf('odd')).toBe(5)
  expect(formatError(new TypeError('x is not a function'))).toMatch(/^unexpected error, please report it: TypeError: x is not a function\n +at /)
})
