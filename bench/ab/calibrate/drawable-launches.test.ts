import { expect, it } from 'vitest'
import { recordedSource } from '../simulate/recorded-source.ts'
import { scriptedCalibrationSuite } from './calibration-fixture.ts'
import type { CalibrationSuite } from './calibration-suite.ts'
import { drawableLaunches } from './drawable-launches.ts'
import { recordSuite } from './record-suite.ts'

const slowed = recordSuite(await scriptedCalibrationSuite({ percent: 8, seed: 2 }, { launchSd: 0.011 }), false)
const quiet = recordSuite(await scriptedCalibrationSuite({ percent: 0, seed: 1 }, { launchSd: 0.011 }), false)

it('launches that confirmed alarms are drawn from as well, those of a suite without alarms are all there is', () => {
  expect(drawableLaunches(slowed).map((cells) => cells.map(({ head, control }) => [head.length, control.length]))).toEqual([
    [[12, 12], [12, 12], [12, 12]],
    [[12, 12], [12, 12], [12, 12]],
  ])
  expect(drawableLaunches(slowed)[1]![0]!.head).toEqual(slowed.cells[0]!.confirmation)
  expect(drawableLaunches(quiet).map((cells) => cells.map(({ head }) => head.length))).toEqual([[8, 8, 8]])
})

it('launches with less than half of the cells are left out, whichever cells those are', () => {
  const until = (launches: number, effects: readonly (number | null)[]) => effects.map((effect, launch) => (launch < launches ? effect : null))
  // Three cells until launch 8, two until 10, one until 12.
  const thinned: CalibrationSuite = {
    ...slowed,
    cells: slowed.cells.map((cell, index) => ({ ...cell, head: until([8, 12, 10][index]!, cell.head), control: until([8, 12, 10][index]!, cell.control), confirmation: [], confirmationControl: [] })),
  }
  const drawable = drawableLaunches(thinned)
  expect(drawable.map((cells) => cells.map(({ head, control }) => [head, control].map((effects) => effects.filter((effect) => effect !== null).length)))).toEqual([[[8, 8], [10, 10], [10, 10]]])
  expect(recordedSource('recorded', drawable).name).toBe('recorded (10 launches)')
})
