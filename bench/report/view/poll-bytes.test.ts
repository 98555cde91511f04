import { expect, it } from 'vitest'
import type { Place } from '../../estimate/run-fixture.ts'
import { buildPolls } from '../record-fixture.ts'
import { pollBytesFigure } from './poll-bytes.ts'
import { buildReportRun } from './page-fixture.ts'

/** A plain GET takes 90 up and 10,200 down; a tag adds 50 up and 40 down, and a 304 has no content. */
const bytes = ({ arm, responseClass }: Place) =>
  arm.startsWith('none') ? { sent: 140, received: 10_200 } : { sent: 140, received: responseClass === '304' ? 190 : 10_240 }
const fixture = { strategies: ['sha256', 'last-modified'], references: [], sizesBytes: [10_000], fixedRates: [], bytes, plainGetSentBytes: 90 }

function panelsOf(...args: Parameters<typeof buildReportRun>) {
  const { chart } = pollBytesFigure(buildReportRun(...args))
  if (chart?.kind !== 'poll-bytes') throw new Error('no chart was made')
  return chart.panels
}

it('a line joins what a poll takes when nothing changed and when something did; the control pays for every poll alike', () => {
  const [plain] = panelsOf(fixture, { scenarios: [] })
  expect(plain?.lines.map(({ series, unchangedBytes, changedBytes }) => [series.name, unchangedBytes, changedBytes])).toEqual([
    ['none', 10_290, 10_290], ['sha256', 330, 10_380], ['last-modified', 330, 10_380],
  ])
})

it('with gzip contents and their heads shrink, and a strong tag is longer in both directions', () => {
  const [, gzip] = panelsOf(fixture, { scenarios: [] })
  // 8,000 bytes of content and a digit of its length less, `content-encoding: gzip` more.
  expect(gzip?.lines.map(({ series, unchangedBytes, changedBytes }) => [series.name, unchangedBytes, changedBytes])).toEqual([
    ['none', 2_313, 2_313], ['sha256', 340, 2_413], ['last-modified', 330, 2_403],
  ])
})

it('a scenario that was played is a mark; a false 304 is charged as the 200 that was owed', () => {
  const settings = { changedFraction: 0.1 }
  const scenarios = [buildPolls({ strategy: 'none', settings }, 0, 0, 10_000), buildPolls({ strategy: 'last-modified', settings }, 950, 50, 800)]
  expect(panelsOf(fixture, { scenarios })[0]?.played.map(({ series, changedFraction, bytesPerPoll }) => [series.name, changedFraction, bytesPerPoll])).toEqual([
    ['none', 0.1, 10_000], ['last-modified', 0.1, 1_300],
  ])
})

it('a run that compressed has its measured bytes, and no other', () => {
  expect(panelsOf({ ...fixture, encoding: 'gzip' }, { scenarios: [] }).map(({ title }) => title)).toEqual(['Compressed with gzip (measured)'])
})

it('a run without 304s says what is missing', () => {
  expect(pollBytesFigure(buildReportRun({ ...fixture, classes: ['200'] }, { scenarios: [] })).missing).toMatch(/not both measured/)
})
