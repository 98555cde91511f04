import { describe, expect, it } from 'vitest'
import type { AbLaunch, AbPair } from './ab-file.ts'
import { cellEvidence } from './cell-evidence.ts'

const pair = (changes: Partial<AbPair> = {}): AbPair => ({
  cell: 'a', arm: 'head', pair: 0, numeratorFirst: true, numeratorNs: 1, denominatorNs: 1, requests: 10, voidReason: null, wrongAnswer: false, ...changes,
})
const launch = (pairs: readonly AbPair[], changes: Partial<AbLaunch> = {}): AbLaunch => ({
  launch: 0, confirmation: false, startedAt: '', startMs: 0, warmUpMs: 0, burstsMs: 0, foreignCores: null, cells: ['a'], pairs: [...pairs], ...changes,
})
/** Pairs with these ratios. */
const pairs = (arm: AbPair['arm'], ...ratios: readonly number[]) => ratios.map((ratio) => pair({ arm, numeratorNs: 100 * ratio, denominatorNs: 100 }))

describe('cellEvidence', () => {
  it('takes the Hodges-Lehmann estimate of the log ratios of a launch, arm by arm and phase by phase', () => {
    const launches = [
      launch([...pairs('head', 1, 1, 2 ** 10), ...pairs('base-again', 2, 2)]),
      launch(pairs('head', 4), { cells: ['a', 'b'] }),
      launch([...pairs('head', 8), ...pairs('base-again', 1)], { confirmation: true }),
    ]
    const [a, b] = cellEvidence(['a', 'b'], launches, 1)
    const log2 = Math.log(2)
    // The Walsh averages of 0, 0 and 10 are 0, 0, 0, 5, 5 and 10.
    expect(a).toEqual({ cell: 'a', head: [2.5 * log2, 2 * log2], control: [log2, null], confirmation: [3 * log2], confirmationControl: [0], voidReason: null })
    expect(b).toEqual({ cell: 'b', head: [null, null], control: [null, null], confirmation: [null], confirmationControl: [null], voidReason: null })
  })

  it('leaves out void pairs, and a launch with fewer valid ones than half of those wanted', () => {
    const busy = pair({ numeratorNs: 1e9, voidReason: 'head was idle' })
    const [enough] = cellEvidence(['a'], [launch([...pairs('head', 1, 1), busy, busy])], 4)
    const [few] = cellEvidence(['a'], [launch([...pairs('head', 1), busy, busy, busy])], 4)
    expect([enough?.head, few?.head]).toEqual([[0], [null]])
  })

  it('leaves out pairs with a disturbed burst, of either side, unless only those of less than a sixth of the pairs wanted are without', () => {
    const disturbed = [pair({ numeratorNs: 8, disturbed: ['head'] }), pair({ denominatorNs: 4, disturbed: ['base'] }), pair({ numeratorNs: 2, disturbed: ['base', 'head'] })]
    const pairsOf = [pair({ disturbed: [] }), ...disturbed]
    const effectOf = (of: readonly AbPair[], wanted: number) => cellEvidence(['a'], [launch(of)], wanted)[0]?.head[0]
    expect(effectOf(pairsOf, 6)).toBe(0)
    // As powers of two: the Walsh averages of -2, 0, 1 and 3, and of -2, 1 and 3.
    expect(effectOf(pairsOf, 7)).toBeCloseTo(0.5 * Math.log(2), 12)
    expect(effectOf(disturbed, 3)).toBeCloseTo(0.75 * Math.log(2), 12)
    expect(effectOf(disturbed.map(({ disturbed: _marks, ...old }) => old), 3)).toBeCloseTo(0.75 * Math.log(2), 12)
  })

  it('gives up a cell that was answered wrongly, or that is void in most of three launches or more', () => {
    const wrong = pair({ voidReason: 'head answered 200 (9 times) instead of 304', wrongAnswer: true })
    const idle = launch([pair({ voidReason: 'base was idle' })])
    const sound = launch([...pairs('head', 1), ...pairs('base-again', 1)])
    const uncontrolled = launch([...pairs('head', 1), pair({ arm: 'base-again', voidReason: 'base-again was idle' })])
    const reasonOf = (...launches: readonly AbLaunch[]) => cellEvidence(['a'], launches, 1)[0]?.voidReason
    expect(reasonOf(launch([wrong]))).toBe('head answered 200 (9 times) instead of 304')
    expect(reasonOf(idle, idle)).toBe(null)
    expect(reasonOf(idle, idle, sound)).toBe('void in 2 of 3 launches: base was idle')
    expect(reasonOf(idle, idle, sound, sound)).toBe(null)
    expect(reasonOf(uncontrolled, uncontrolled, sound)).toBe('void in 2 of 3 launches: base-again was idle')
  })
})
