import { expect, it } from 'vitest'
import { parseListeningLine } from './readiness.ts'

it.each([
  ['listening on http://127.0.0.1:8080/orders/1', 'http://127.0.0.1:8080'],
  ['listening on http://127.3.2.1:8080/orders/1\r', 'http://127.3.2.1:8080'],
  ['listening on http://localhost:8080/orders/1', 'http://localhost:8080'],
  ['listening on http://[::1]:8080/orders/1', 'http://[::1]:8080'],
])('%s is ready at %s', (line, origin) => {
  expect(parseListeningLine(line)).toEqual({ state: 'listening', origin })
})

it.each([
  ['listening on http://0.0.0.0:8080/orders/1', '0.0.0.0 is not a loopback address'],
  ['listening on http://[::]:8080/orders/1', '[::] is not a loopback address'],
  ['listening on http://127.0.0.1.example.org:8080/orders/1', '127.0.0.1.example.org is not a loopback address'],
  ['listening on https://127.0.0.1:8080/orders/1', '"https://127.0.0.1:8080/orders/1" is not of the form http://127.0.0.1:PORT/orders/1'],
  ['listening on http://127.0.0.1:8080/', '"http://127.0.0.1:8080/" is not of the form http://127.0.0.1:PORT/orders/1'],
  ['listening on 8080', '"8080" is not a URL'],
])('%s is refused', (line, reason) => {
  expect(parseListeningLine(line)).toEqual({ state: 'refused', reason })
})

it.each(['', 'listening on port 8080', 'now listening on http://127.0.0.1:8080/orders/1'])('"%s" is some other line', (line) => {
  expect(parseListeningLine(line)).toBeUndefined()
})
