import { expect, it } from 'vitest'
import { spreadLabels } from './spread-labels.ts'

it('labels with room between them stay where they want to be', () => {
  expect(spreadLabels([80, 20, 50], 12, 0, 100)).toEqual([80, 20, 50])
})

it('labels that would overlap move apart evenly, in their order', () => {
  expect(spreadLabels([50, 50, 50], 12, 0, 100)).toEqual([38, 50, 62])
  expect(spreadLabels([50, 54, 90], 12, 0, 100)).toEqual([46, 58, 90])
  expect(spreadLabels([54, 90, 50], 12, 0, 100)).toEqual([58, 90, 46])
})

it('a block that grows into its neighbour takes it in', () => {
  expect(spreadLabels([50, 50, 61], 10, 0, 100).map(Math.round)).toEqual([44, 54, 64])
})

it('nothing leaves the room, and too many share it evenly', () => {
  expect(spreadLabels([0, 0, 100, 100], 10, 0, 100)).toEqual([0, 10, 90, 100])
  expect(spreadLabels([5, 5, 5, 5, 5], 40, 0, 100)).toEqual([0, 25, 50, 75, 100])
})
