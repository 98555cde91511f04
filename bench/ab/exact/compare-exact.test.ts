import { describe, expect, it } from 'vitest'
import { compareExact } from './compare-exact.ts'
import type { SideFigures } from './exact-figures.ts'

const side = (bytes: string, changes: Partial<SideFigures> = {}): SideFigures => ({
  figures: [{ gate: 'bytes received', cell: 'version/1kB/304', text: bytes }],
  counts: [],
  ...changes,
})
const lost = (count: number) => side('153 bytes', { counts: [{ gate: 'lost updates', cell: 'version/1kB', count, evidence: count === 0 ? '' : 'edit a is gone' }] })

describe('compareExact', () => {
  it('names what a figure was and is', () => {
    expect(compareExact({ base: side('153 bytes'), 'base-again': side('153 bytes'), head: side('193 bytes') })).toEqual({
      results: [{ gate: 'bytes received', cell: 'version/1kB/304', base: '153 bytes', head: '193 bytes', passed: false, why: 'must be equal on both builds' }],
      notes: [],
    })
  })

  it('does not compare what differs between two servers of base, and says so', () => {
    expect(compareExact({ base: side('153 bytes'), 'base-again': side('154 bytes'), head: side('193 bytes') })).toEqual({
      results: [],
      notes: ['bytes received of version/1kB/304 differ between two servers of base (153 bytes; 154 bytes): not compared'],
    })
  })

  it('leaves to the statuses what only one build answers', () => {
    expect(compareExact({ base: side('153 bytes'), 'base-again': side('153 bytes'), head: side('', { figures: [] }) })).toEqual({ results: [], notes: [] })
  })

  it.each([
    [0, 0, true, 'there is none'],
    [0, 2, false, 'there must be none: edit a is gone'],
    [1, 2, false, 'there must be none: edit a is gone; base is no better'],
    [1, 0, true, 'there is none'],
  ])('violations must be none on head: %i on base and %i on head', (base, head, passed, why) => {
    const { results } = compareExact({ base: lost(base), 'base-again': lost(base), head: lost(head) })
    expect(results[1]).toEqual({ gate: 'lost updates', cell: 'version/1kB', base: String(base), head: String(head), passed, why })
  })
})
