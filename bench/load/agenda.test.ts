import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Agenda } from './agenda.ts'

function drained<Entry>(agenda: Agenda<Entry>): readonly Entry[] {
  const entries: Entry[] = []
  for (let entry = agenda.take(); entry !== undefined; entry = agenda.take()) entries.push(entry)
  return entries
}

it('gives the earliest first, and equal times in the order in which they were added', () => {
  const agenda = new Agenda<string>()
  for (const [dueNs, entry] of [[30, 'c'], [10, 'a'], [20, 'b1'], [20, 'b2'], [20, 'b3'], [0, 'start']] as const) {
    agenda.add(dueNs, entry)
  }
  expect([agenda.nextDueNs, agenda.peek()]).toEqual([0, 'start'])
  expect(drained(agenda)).toEqual(['start', 'a', 'b1', 'b2', 'b3', 'c'])
  expect([agenda.nextDueNs, agenda.peek(), agenda.take()]).toEqual([undefined, undefined, undefined])
})

it('gives what a stable sort gives, whatever is added and taken in between', () => {
  const dueOrTake = fc.option(fc.nat({ max: 20 }))
  fc.assert(fc.property(fc.array(dueOrTake, { maxLength: 200 }), steps => {
    const agenda = new Agenda<number>()
    const sorted: { readonly dueNs: number; readonly entry: number }[] = []
    const taken: unknown[] = []
    const expected: unknown[] = []
    for (const [entry, dueNs] of [...steps, ...steps.map(() => null)].entries()) {
      if (dueNs === null) {
        taken.push([agenda.nextDueNs, agenda.take()])
        const first = sorted.shift()
        expected.push([first?.dueNs, first?.entry])
      } else {
        agenda.add(dueNs, entry)
        sorted.push({ dueNs, entry })
        sorted.sort((one, other) => one.dueNs - other.dueNs || one.entry - other.entry)
      }
    }
    expect(taken).toEqual(expected)
  }), { seed: 1 })
})
