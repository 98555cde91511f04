import { expect, it } from 'vitest'
import { BenchError } from '../errors.ts'
import type { ProbeFlags } from './options.ts'
import { resolveProbeSettings } from './options.ts'

const known = [{ id: 'no-validator' }, { id: 'tag-differs', needs: 'also' }, { id: 'if-match', needs: 'write' }] as const

function problemsOf(url: string, flags: ProbeFlags = {}): string | undefined {
  try {
    resolveProbeSettings(url, flags, known)
    return undefined
  } catch (error) {
    return error instanceof BenchError && error.code === 'usage' ? error.message : String(error)
  }
}

it('flags left out have their defaults', () => {
  expect(resolveProbeSettings('http://localhost:8080/orders/1#top', {}, known)).toEqual({
    url: new URL('http://localhost:8080/orders/1'),
    also: [],
    write: false,
    field: undefined,
    headers: [],
    maxRequests: 400,
    ratePerSecond: 200,
    timeoutMs: 5_000,
    checks: undefined,
    failOn: 'warning',
    json: false,
  })
})

it('flags given are read', () => {
  const flags = {
    write: true, field: 'customer.note', header: ['A: b', 'C: d'], also: ['https://b.example/x'], checks: 'if-match, no-validator',
    maxRequests: '3', rate: '5/s', timeout: '250ms', failOn: 'error', json: true,
  }
  expect(resolveProbeSettings('https://a.example/x', flags, known)).toEqual({
    url: new URL('https://a.example/x'),
    also: [new URL('https://b.example/x')],
    write: true,
    field: 'customer.note',
    headers: [['A', 'b'], ['C', 'd']],
    maxRequests: 3,
    ratePerSecond: 5,
    timeoutMs: 250,
    checks: ['if-match', 'no-validator'],
    failOn: 'error',
    json: true,
  })
})

it.each<[string, ProbeFlags, string]>([
  ['localhost:8080/orders/1', {}, 'URL "localhost:8080/orders/1" is no http or https URL: give one such as http://127.0.0.1:8080/orders/1'],
  ['/orders/1', {}, 'URL "/orders/1" is no http or https URL: give one such as http://127.0.0.1:8080/orders/1'],
  ['ftp://user:hunter2@a/x', {}, 'URL "...@a/x" is no http or https URL: give one such as http://127.0.0.1:8080/orders/1'],
  ['user:hun/ter2@a/x', {}, 'URL "...@a/x" is no http or https URL: give one such as http://127.0.0.1:8080/orders/1'],
  ['http://user:hunter2@a/x', {}, "URL holds a user name or password: give it as --header 'Authorization: Basic ...' or --header @file, which are never shown"],
  ['http://a/', { also: ['b'] }, '--also "b" is no http or https URL: give one such as http://127.0.0.1:8080/orders/1'],
  ['http://a/', { field: 'note' }, '--field names what --write changes: give --write too'],
  ['http://a/', { maxRequests: '100001' }, '--max-requests 100001: give a whole number from 3 to 100000'],
  ['http://a/', { maxRequests: '2' }, '--max-requests 2: give a whole number from 3 to 100000'],
  ['http://a/', { rate: '0/s' }, '--rate 0/s: give requests per second from 1/s to 10000/s, such as 5/s'],
  ['http://a/', { rate: '5/min' }, '--rate 5/min: give requests per second from 1/s to 10000/s, such as 5/s'],
  ['http://a/', { timeout: '5' }, '--timeout: "5" is no duration: write a number and a unit, such as 250ms, 1.5s or 2min'],
  ['http://a/', { timeout: '0s' }, '--timeout 0s: give a duration from 1ms to 10min'],
  ['http://a/', { failOn: 'note' }, '--fail-on note: give error or warning'],
  ['http://a/', { checks: ' , ' }, '--checks names no check: give a comma-separated list of ids'],
  ['http://a/', { checks: 'no-validators' }, 'unknown check "no-validators": did you mean "no-validator"? Known: no-validator, tag-differs, if-match'],
  ['http://a/', { checks: 'if-match' }, 'check "if-match" writes: give --write too'],
  ['http://a/', { checks: 'tag-differs' }, 'check "tag-differs" compares with other nodes: give --also URL too'],
])('%s with %j is refused', (url, flags, message) => {
  expect(problemsOf(url, flags)).toBe(message)
})

it('everything wrong is named at once', () => {
  expect(problemsOf('x', { rate: 'y', failOn: 'z' })?.split('\n')).toHaveLength(3)
})
