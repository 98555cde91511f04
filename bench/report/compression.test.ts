import { expect, it } from 'vitest'
import { buildRun } from '../estimate/run-fixture.ts'
import { compressedPollBytes, knownCompression } from './compression.ts'
import { formatPolls } from './poll-table.ts'
import { buildPolls } from './record-fixture.ts'

const run = buildRun({ us: () => 1, strategies: ['version', 'last-modified'] })

/** 1,000 polls of 10 kB, of which some find a change; the others of `none` do so too. */
function polled(strategy: string, notModified: number) {
  return buildPolls({ strategy }, notModified, 0, 300 + (1000 - notModified) * 10)
}

it('bytes of polls where the API compresses are those of the socket with the coding\'s own fields, and less of each content', () => {
  // 46 for Accept-Encoding and Vary; of the 100 contents 8,000 each, a digit of the length gone, 24 for Content-Encoding.
  const fields = 1000 * 46 - 100 * (8_000 + 1 - 24)
  const [dated, tagged] = ['last-modified', 'version'].map((name) => compressedPollBytes(polled(name, 900), run))
  expect(dated).toBe(1000 * 1300 + fields)
  // `-gzip` in 990 conditional requests and in 1,000 answers.
  expect(tagged).toBe(1000 * 1300 + fields + 5 * 1990)
})

it('they are unknown where no content was weighed, and those of the socket in a run that compresses', () => {
  expect(compressedPollBytes(polled('version', 900), { ...run, contents: [] })).toBeUndefined()
  expect(knownCompression({ ...run, settings: { ...run.settings, encoding: 'gzip' } })).toBeUndefined()
  expect(knownCompression(run)).toEqual({ arms: run.arms, contents: run.contents })
})

it('polls show what is saved raw and, beside it, with gzip', () => {
  expect(formatPolls([polled('none', 0), polled('version', 900)], run)).toEqual([
    '                 304s  raw gzip false',
    'none               0%   0%   0%     0',
    'version           90%  87%  76%     0',
  ])
})
