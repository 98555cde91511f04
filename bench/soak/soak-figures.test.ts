import { describe, expect, it } from 'vitest'
import type { ScenarioRecord } from '../archive/scenario-record.ts'
import { buildEdits, editFigures } from '../report/record-fixture.ts'
import { sumSlices } from './soak-figures.ts'

function slice(strategy: string, given: Partial<ScenarioRecord> = {}): ScenarioRecord {
  return buildEdits({ strategy, ...given })
}

const lossy: Partial<ScenarioRecord> = {
  edits: { ...editFigures, attempts: 300, blindAttempts: 300, aborts: 0, abortRate: 0, gaveUp: 0 },
  lostUpdates: { least: 90, most: 90, acknowledged: 300, documentsWithLosses: 4 },
  lostByCommitLog: 90,
}

describe('the slices of a strategy', () => {
  it('are summed up, each strategy for itself', () => {
    expect(sumSlices([slice('none', lossy), slice('version'), slice('none', lossy), slice('version')])).toEqual([
      { strategy: 'none', slices: 2, edits: 600, attempts: 600, blindAttempts: 600, abortRate: 0, gaveUp: 0,
        lostAtLeast: 180, lostAtMost: 180, lostByCommitLog: 180, agree: true, violations: 0 },
      { strategy: 'version', slices: 2, edits: 600, attempts: 800, blindAttempts: 0, abortRate: 0.25, gaveUp: 40,
        lostAtLeast: 0, lostAtMost: 0, lostByCommitLog: 0, agree: true, violations: 0 },
    ])
  })

  it('agree in sum only if each of them does', () => {
    const over = { ...lossy, lostByCommitLog: 91 }
    const under = { ...lossy, lostByCommitLog: 89 }
    expect(sumSlices([slice('none', over), slice('none', under)])).toMatchObject([{ lostAtLeast: 180, lostByCommitLog: 180, agree: false }])
  })

  it('do not agree where the tally leaves a choice, nor where the log contradicts', () => {
    const open = { ...lossy, lostUpdates: { least: 90, most: 91, acknowledged: 300, documentsWithLosses: 4 } }
    expect(sumSlices([slice('none', open)])).toMatchObject([{ lostAtLeast: 90, lostAtMost: 91, agree: false }])
    const contradicted = { violations: [{ kind: 'oracles-disagree', count: 1, message: 'edit a was committed twice' }] }
    expect(sumSlices([slice('version', contradicted)])).toMatchObject([{ agree: false, violations: 1 }])
    const lost = { violations: [{ kind: 'lost-updates', count: 1, message: '1 of 300' }] }
    expect(sumSlices([slice('version', lost)])).toMatchObject([{ agree: true, violations: 1 }])
  })
})
