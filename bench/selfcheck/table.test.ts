import { expect, it } from 'vitest'
import type { FaultOutcome } from './outcome.ts'
import { formatSelfcheck } from './table.ts'

const dies: FaultOutcome = { fault: 'dies', namedBy: ['server-died'], followed: [], problems: [] }
const refused: FaultOutcome = {
  fault: 'not-modified-content-length',
  namedBy: ['content-length-in-304'],
  followed: ['false-not-modified', 'unknown-values'],
  problems: [],
}
const missed: FaultOutcome = { fault: 'dies', namedBy: [], followed: ['no-answer'], problems: ['server-died was not seen'] }

it('a run is a table of 80 columns, a line for each of several signs', () => {
  const table = formatSelfcheck([[refused, dies]])
  expect(table).toBe(`\
fault                       named by              also followed      verdict
not-modified-content-length content-length-in-304 false-not-modified found
                                                  unknown-values
dies                        server-died                              found
`)
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})

it('many runs are one table, which counts in how many a fault was found and says what was wrong in the others', () => {
  expect(formatSelfcheck([[refused, dies], [refused, missed]])).toBe(`\
fault                       named by              also followed      verdict
not-modified-content-length content-length-in-304 false-not-modified 2 of 2
                                                  unknown-values
dies                        server-died           no-answer          1 of 2

run 2, dies: server-died was not seen
`)
})

it('a single run that misses a fault says so', () => {
  expect(formatSelfcheck([[missed]])).toContain('dies                                              no-answer          NOT FOUND\n\ndies: server-died was not seen\n')
})
