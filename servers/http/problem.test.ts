import { expect, it } from 'vitest'
import { problem } from './problem.ts'

it('writes problem details with their status (RFC 9457 §3.1)', () => {
  expect(problem(428, 'Precondition Required', 'send If-Match with the ETag of a GET')).toEqual({
    status: 428,
    contentType: 'application/problem+json',
    body:
      '{"type":"about:blank","title":"Precondition Required","status":428,' +
      '"detail":"send If-Match with the ETag of a GET"}',
  })
})
