import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideSuite, nextStep } from './decide.ts'
import type { CellEvidence } from './evidence.ts'
import { defaultDesign } from './sequential-design.ts'
import type { CellState } from './suite-decision.ts'

/** Deviations of 24 launches in thousandths, without a pattern, each quarter around 0. */
const quiet = [3, -7, 11, -2, -9, 6, 1, -4, 8, -12, 5, -1, -6, 10, -3, 2, 7, -10, 4, -5, 9, -8, 12, -11]
const control = quiet.toReversed()

/** A cell `shift` thousandths slower in its log, spread `times` as wide. */
function evidence(cell: string, shift: number, launches: number, times = 1): CellEvidence {
  const effects = (from: readonly number[], by: number) => from.slice(0, launches).map(value => (by + times * value) / 1000)
  return { cell, head: effects(quiet, shift), control: effects(control, 0), confirmation: [], confirmationControl: [], voidReason: null }
}

function confirmedBy(of: CellEvidence, shift: number, controlShift = 0): CellEvidence {
  const fresh = quiet.slice(0, 12)
  return { ...of, confirmation: fresh.map(value => (shift + value) / 1000), confirmationControl: fresh.map(value => (controlShift - value) / 1000) }
}

const stateOf = (...cells: readonly CellEvidence[]): CellState => decideSuite(defaultDesign, cells).cells[0]!

describe('screening', () => {
  it('asks for launches up to the first look, of every cell', () => {
    expect(nextStep(defaultDesign, [evidence('a', 0, 0), evidence('b', 0, 0)])).toEqual({ kind: 'launch', until: 8, cells: ['a', 'b'] })
    expect(nextStep(defaultDesign, [evidence('a', 0, 7), evidence('b', 0, 7)])).toEqual({ kind: 'launch', until: 8, cells: ['a', 'b'] })
  })

  it('passes a cell that did not change at the first look, with its spread', () => {
    const { step, cells } = decideSuite(defaultDesign, [evidence('a', 0, 8)])
    expect(step).toEqual({ kind: 'done' })
    expect(cells).toEqual([
      {
        cell: 'a',
        status: 'no-change',
        decidedAt: 8,
        launchSd: expect.closeTo(0.00809, 6),
        noisy: false,
        margin: 0.05,
        unconfirmedAlarm: false,
        why: 'a slowdown of 5 % or more is ruled out after 8 launches',
      },
    ])
  })

  it('goes on with the cells that are open, and no others', () => {
    const cells = [evidence('same', 0, 8), evidence('slower', 70, 8)]
    expect(nextStep(defaultDesign, cells)).toEqual({ kind: 'launch', until: 12, cells: ['slower'] })
  })

  it('alarms from the second look on', () => {
    expect(stateOf(evidence('a', 70, 11))).toMatchObject({ status: 'open', decidedAt: null })
    expect(stateOf(evidence('a', 70, 12))).toMatchObject({ status: 'alarmed', decidedAt: 12, why: 'slower by more than 1 % in 12 launches' })
  })

  it('alarms a cell of 15 only where all of 12 launches, or all but the least, lie beyond the minimum effect', () => {
    const others = Array.from({ length: 14 }, (_, index) => evidence(`other ${index}`, 0, 8))
    const slower = evidence('a', 70, 12)
    const withBelow = (...below: readonly number[]): CellEvidence => ({ ...slower, head: [...below, ...slower.head.slice(below.length)] })
    expect(stateOf(slower, ...others).status).toBe('alarmed')
    expect(stateOf(withBelow(0.009), ...others).status).toBe('alarmed')
    expect(stateOf(withBelow(0.009, 0.0089), ...others).status).toBe('open')
    // Alone, its level is 15 times as high.
    expect(stateOf(withBelow(0.009, 0.0089)).status).toBe('alarmed')
  })

  it('leaves the level of an alarm to the other cells', () => {
    const others = Array.from({ length: 13 }, (_, index) => evidence(`other ${index}`, 0, 8))
    const slower = evidence('a', 70, 12)
    const weaker: CellEvidence = { ...evidence('b', 70, 12), head: [0.0085, 0.0082, ...slower.head.slice(2)] }
    // P(W >= 75) = 5/4096 = 0.00122 is above 0.008/14 but below 0.008/2.
    expect(decideSuite(defaultDesign, [weaker, slower, ...others]).cells.slice(0, 2).map(({ status }) => status)).toEqual(['open', 'alarmed'])
    expect(decideSuite(defaultDesign, [weaker, slower]).cells.map(({ status }) => status)).toEqual(['alarmed', 'alarmed'])
  })

  it('calls a cell that got faster improved', () => {
    expect(stateOf(evidence('a', -60, 8))).toMatchObject({ status: 'improved', decidedAt: 8, why: 'faster by more than 1 % in 8 launches' })
  })

  it('lets a noisy cell fall back on 10 % at the last look only', () => {
    expect(stateOf(evidence('a', 30, 16, 8))).toMatchObject({ status: 'open', noisy: true, margin: 0.05 })
    expect(stateOf(evidence('a', 30, 24, 8))).toMatchObject({
      status: 'no-change',
      margin: 0.1,
      why: 'a slowdown of 10 % or more is ruled out after 24 launches (a noisy cell)',
    })
    expect(stateOf(evidence('a', 10, 24, 8))).toMatchObject({ status: 'no-change', noisy: true, margin: 0.05 })
  })

  it('cannot tell after the last look where neither shows, and a cell that was calm at the first look stays at 5 %', () => {
    const [calm, wild] = [evidence('a', 30, 8, 3), evidence('a', 30, 24, 8)]
    expect(stateOf({ ...wild, head: [...calm.head, ...wild.head.slice(8)], control: [...calm.control, ...wild.control.slice(8)] })).toMatchObject({
      status: 'cannot-tell',
      margin: 0.05,
      noisy: false,
      decidedAt: 24,
      why: '24 launches neither showed a slowdown beyond 1 % nor ruled out one of 5 %',
    })
  })

  it('is done at once without cells', () => {
    expect(decideSuite(defaultDesign, [])).toEqual({ step: { kind: 'done' }, cells: [] })
  })
})

describe('confirmation', () => {
  const alarmed = evidence('a', 70, 12)

  it('asks for fresh launches of the alarms when nothing else is open', () => {
    expect(nextStep(defaultDesign, [alarmed, evidence('b', 20, 12, 5)])).toEqual({ kind: 'launch', until: 16, cells: ['b'] })
    expect(nextStep(defaultDesign, [alarmed, evidence('b', 0, 12)])).toEqual({ kind: 'confirm', until: 12, cells: ['a'] })
  })

  it('calls regressed what shows again', () => {
    const { step, cells } = decideSuite(defaultDesign, [confirmedBy(alarmed, 50)])
    expect(step).toEqual({ kind: 'done' })
    expect(cells[0]).toMatchObject({ status: 'regressed', decidedAt: 12, why: 'slower by more than 1 % in 12 launches and again in 12 fresh ones' })
  })

  it('lets an alarm go that does not show again, and passes it only if the fresh launches rule the margin out', () => {
    expect(stateOf(confirmedBy(alarmed, 0))).toMatchObject({
      status: 'no-change',
      why: 'an alarm after 12 launches did not show again in 12 fresh ones, which rule out 5 %',
    })
    const wide = { ...alarmed, confirmation: quiet.slice(0, 12).map(value => value / 100), confirmationControl: control.slice(0, 12).map(value => value / 1000) }
    expect(stateOf(wide)).toMatchObject({ status: 'cannot-tell', why: 'an alarm after 12 launches did not show again in 12 fresh ones' })
  })

  it('is void when the same build was slower than itself meanwhile', () => {
    expect(stateOf(confirmedBy(alarmed, 50, 40))).toMatchObject({
      status: 'void',
      unconfirmedAlarm: true,
      why: 'an alarm after 12 launches, but in 12 fresh launches the same build was slower than itself',
    })
  })

  it('makes up for void launches, as many again at most, and is void with fewer than its level needs', () => {
    const confirmed = confirmedBy(alarmed, 50)
    const valid = (count: number, made: number): CellEvidence => ({
      ...confirmed,
      confirmation: Array.from({ length: made }, (_, launch) => (launch < count ? confirmed.confirmation[launch]! : null)),
      confirmationControl: Array.from({ length: made }, (_, launch) => (launch < count ? confirmed.confirmationControl[launch]! : null)),
    })
    expect(nextStep(defaultDesign, [valid(9, 12)])).toEqual({ kind: 'confirm', until: 15, cells: ['a'] })
    expect(nextStep(defaultDesign, [valid(9, 23)])).toEqual({ kind: 'confirm', until: 24, cells: ['a'] })
    expect(stateOf(valid(9, 24)).status).toBe('regressed')
    expect(stateOf(valid(4, 24))).toMatchObject({ status: 'void', unconfirmedAlarm: true, why: 'an alarm after 12 launches has only 4 valid fresh launches to confirm it' })
  })
})

describe('void', () => {
  it('is a cell whose own control moved, while the others go on', () => {
    const moved = { ...evidence('a', 0, 12, 8), control: control.slice(0, 12).map(value => (60 + value) / 1000) }
    const others = [evidence('b', 20, 12, 5), evidence('c', 20, 12, 5)]
    expect(decideSuite(defaultDesign, [moved, ...others]).cells.map(({ status, why }) => [status, why])).toEqual([
      ['void', 'its control moved: the same build was slower or faster than itself'],
      ['open', ''],
      ['open', ''],
    ])
  })

  it('is every open cell when the control moved in all of them together', () => {
    const moved = (cell: string) => ({ ...evidence(cell, 0, 8), control: control.slice(0, 8).map(value => (-40 + value) / 1000) })
    const { step, cells } = decideSuite(defaultDesign, [moved('a'), moved('b')])
    expect(step).toEqual({ kind: 'done' })
    expect(cells.map(({ status }) => status)).toEqual(['void', 'void'])
    expect(cells[0]!.why).toBe('the control moved in all cells together: the same build was slower or faster than itself')
  })

  it('is a cell with a reason of its own, which needs no launch, and one with too few valid launches', () => {
    expect(stateOf({ ...evidence('a', 0, 0), voidReason: 'status 500' })).toMatchObject({ status: 'void', unconfirmedAlarm: false, why: 'status 500', decidedAt: null })
    const rare = evidence('a', 0, 24)
    const mostlyVoid = { ...rare, head: rare.head.map((effect, launch) => (launch % 4 === 0 ? effect : null)) }
    expect(stateOf(mostlyVoid)).toMatchObject({ status: 'void', why: 'only 6 of 24 launches were valid' })
  })
})

describe('whatever was measured', () => {
  const effects = fc.array(fc.integer({ min: -90, max: 90 }), { minLength: 24, maxLength: 24 })
  const cells = fc.array(fc.record({ head: effects, control: effects, shift: fc.constantFrom(0, 30, 80) }), { minLength: 1, maxLength: 4 })
  const suite = cells.map(drawn => drawn.map(({ head, control: own, shift }, index) => cellOf(`cell ${index}`, head.map(value => value / 4 + shift), own)))

  it('settles a cell once: more launches never change it', () => {
    fc.assert(
      fc.property(suite, whole => {
        let before: readonly CellState[] = []
        for (const launches of defaultDesign.looks) {
          const { cells: after } = decideSuite(defaultDesign, whole.map(cell => ({ ...cell, head: cell.head.slice(0, launches), control: cell.control.slice(0, launches) })))
          const settled = (of: readonly CellState[]) => of.filter((_, index) => before[index] !== undefined && before[index].status !== 'open')
          expect(settled(after)).toEqual(settled(before))
          before = after
        }
      }),
    )
  })

  it('does not look at what was measured of a cell after it was settled', () => {
    fc.assert(
      fc.property(suite, whole => {
        const { cells: states } = decideSuite(defaultDesign, whole)
        const cut = whole.map((cell, index) => {
          const kept = states[index]!.decidedAt ?? 24
          const upTo = (values: readonly (number | null)[]) => values.map((value, launch) => (launch < kept ? value : null))
          return { ...cell, head: upTo(cell.head) }
        })
        expect(decideSuite(defaultDesign, cut).cells).toEqual(states)
      }),
    )
  })

  it('does not depend on the order of the cells nor on that of the launches before the first look', () => {
    fc.assert(
      fc.property(suite, whole => {
        const { cells: states } = decideSuite(defaultDesign, whole)
        expect(decideSuite(defaultDesign, whole.toReversed()).cells.toReversed()).toEqual(states)
        const turned = (values: readonly (number | null)[]) => [...values.slice(0, 8).toReversed(), ...values.slice(8)]
        const reordered = decideSuite(defaultDesign, whole.map(cell => ({ ...cell, head: turned(cell.head), control: turned(cell.control) }))).cells
        expect(reordered.map(({ status, decidedAt }) => [status, decidedAt])).toEqual(states.map(({ status, decidedAt }) => [status, decidedAt]))
      }),
    )
  })

  it('never alarms head and its mirror image both', () => {
    fc.assert(
      fc.property(suite, whole => {
        const mirrored = whole.map(cell => ({ ...cell, head: cell.head.map(effect => -effect!) }))
        const [there, back] = [decideSuite(defaultDesign, whole).cells, decideSuite(defaultDesign, mirrored).cells]
        for (const [index, { status }] of there.entries()) expect([status, back[index]!.status]).not.toEqual(['alarmed', 'alarmed'])
      }),
    )
  })
})

function cellOf(cell: string, head: readonly number[], own: readonly number[]): CellEvidence {
  const logs = (values: readonly number[]) => values.map(value => value / 1000)
  return { cell, head: logs(head), control: logs(own), confirmation: [], confirmationControl: [], voidReason: null }
}
