import { expect, it } from 'vitest'
import { buildRun } from '../../estimate/run-fixture.ts'
import { buildEdits, buildPolls } from '../record-fixture.ts'
import { readSafety } from './safety.ts'

const run = { ...buildRun({ us: () => 1, strategies: ['sha256', 'last-modified'] }) }
const lost = (least: number, most = least) => ({ least, most, acknowledged: 100, documentsWithLosses: least })

it('sums up what was lost and what was false over all scripts that counted', () => {
  const scenarios = [
    buildEdits({ strategy: 'last-modified', lostUpdates: lost(3, 5) }),
    buildEdits({ strategy: 'last-modified', variant: 'slow', lostUpdates: lost(1) }),
    buildEdits({ strategy: 'last-modified', variant: 'void', voidReason: 'late', lostUpdates: lost(50) }),
    buildPolls({ strategy: 'last-modified' }, 900, 12, 300),
    buildPolls({ strategy: 'sha256' }, 890, 0, 300),
  ]
  expect(readSafety({ ...run, scenarios })).toEqual([
    { name: 'none', strongTag: false, lost: null, falseNotModified: null, violations: 0, losesNothing: false },
    { name: 'sha256', strongTag: true, lost: null, falseNotModified: { certain: 0, notModified: 890 }, violations: 0, losesNothing: true },
    { name: 'last-modified', strongTag: false, lost: { least: 4, most: 6, acknowledged: 200 }, falseNotModified: { certain: 12, notModified: 900 }, violations: 0, losesNothing: false },
  ])
})

it('a strong tag that may have lost an edit, sent a false 304 or broke a rule no longer counts as one that loses nothing', () => {
  const losesNothing = (...scenarios: ReturnType<typeof buildEdits>[]) => readSafety({ ...run, scenarios }).find(({ name }) => name === 'sha256')?.losesNothing
  expect(losesNothing()).toBe(true)
  expect(losesNothing(buildEdits({ lostUpdates: lost(0) }))).toBe(true)
  expect(losesNothing(buildEdits({ lostUpdates: lost(0, 1) }))).toBe(false)
  expect(losesNothing(buildPolls({}, 900, 1, 300))).toBe(false)
  expect(losesNothing(buildEdits({ voidReason: 'late', violations: [{ kind: 'foreign-tag', count: 1, message: '' }] }))).toBe(false)
})
