import { expect, it } from 'vitest'
import { concludeSmoke } from './smoke.ts'

const eight = (effect: number) => Array.from({ length: 8 }, () => effect)
const verdictOf = (head: readonly (number | null)[], control: readonly (number | null)[] = eight(0), voidReason: string | null = null) => {
  const [verdict] = concludeSmoke([{ cell: 'a', head, control, confirmation: [], confirmationControl: [], voidReason }])
  return [verdict?.verdict, verdict?.why]
}
const cannotTell = ['cannot-tell', 'a smoke run only sees changes of 20 % or more']

it('a smoke run tells a gross change that every launch shows, and nothing else', () => {
  expect(verdictOf(eight(0.19))).toEqual(['regressed', 'gross change of 20 % or more: all 8 launches show it'])
  expect(verdictOf(eight(-0.19))).toEqual(['improved', 'gross change of 20 % or more: all 8 launches show it'])
  expect(verdictOf(eight(0.18))).toEqual(cannotTell)
  expect(verdictOf([0.1, ...eight(0.5).slice(1)])).toEqual(cannotTell)
  expect(verdictOf([null, null, null, ...eight(0.5).slice(3)])).toEqual(cannotTell)
  expect(verdictOf([null, null, ...eight(0.5).slice(2)])[1]).toBe('gross change of 20 % or more: all 6 launches show it')
  expect(verdictOf(eight(0))).toEqual(cannotTell)
  expect(verdictOf(eight(0.5).slice(3))).toEqual(cannotTell)
})

it('a control that moved as grossly voids the cell', () => {
  expect(verdictOf(eight(0.5), eight(0.5))).toEqual(['void', 'base-again differs grossly from base'])
  expect(verdictOf([], [], 'head answered 500')).toEqual(['void', 'head answered 500'])
})
