import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readHeaderFlag } from './header-flag.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-header-flag-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

it.each([
  ['Authorization: Bearer a:b', [['Authorization', 'Bearer a:b']]],
  ['x:y', [['x', 'y']]],
  ['X-Empty:', [['X-Empty', '']]],
  ['Cookie: a=\xe9', [['Cookie', 'a=\xe9']]],
])('%j is one line', (flag, lines) => {
  expect(readHeaderFlag(flag)).toEqual(lines)
})

it('@file is its lines, empty ones and comments left out', () => {
  const path = join(scratch, 'headers.txt')
  writeFileSync(path, '# of staging\nAuthorization: Bearer a\r\n\nX-Tenant: 7\n')
  expect(readHeaderFlag(`@${path}`)).toEqual([['Authorization', 'Bearer a'], ['X-Tenant', '7']])
})

it.each([
  ['Bearer hunter2', "--header does not begin with a header's name and a colon: write 'Name: value'"],
  [': hunter2', "--header does not begin with a header's name and a colon: write 'Name: value'"],
  ['Two Words: hunter2', "--header does not begin with a header's name and a colon: write 'Name: value'"],
  ['X-Key: hunter2\r\nX: y', '--header: the value of X-Key has a character that HTTP does not allow (value not shown)'],
  ['X-Key: hunter2€', '--header: the value of X-Key has a character that HTTP does not allow (value not shown)'],
  ['If-None-Match: "hunter2"', '--header: If-None-Match is what the checks set themselves: leave it out'],
  ['content-length: 7', '--header: content-length is what the checks set themselves: leave it out'],
])('%j is refused without its value being shown', (flag, message) => {
  expect(() => readHeaderFlag(flag)).toThrow(new Error(message))
})

it('a fault in a file is told with its line, a file that is not there with its name', () => {
  const path = join(scratch, 'broken.txt')
  writeFileSync(path, 'X: y\nhunter2\n')
  expect(() => readHeaderFlag(`@${path}`)).toThrow(`--header @${path}, line 2 does not begin with a header's name and a colon`)
  expect(() => readHeaderFlag('@/absent')).toThrow("--header @/absent cannot be read (ENOENT): give a file of lines such as 'Authorization: Bearer ...'")
})
