import { expect, it } from 'vitest'
import { ofError } from './problems.ts'

it.each([
  [409, 'Conflict'],
  [414, 'URI Too Long'],
  [431, 'Request Header Fields Too Large'],
  [500, 'Internal Server Error'],
])('problem details of %i have its phrase as their title: %s (RFC 9457 §4.2.1)', (statusCode, title) => {
  const { status, body } = ofError({ statusCode, message: 'x'.repeat(5000) })
  expect([status, JSON.parse(body).title]).toEqual([statusCode, title])
  expect(body.length).toBeLessThan(250)
})
