import { describe, expect, it } from 'vitest'
import { trafficFields, usualTraffic } from '../../../model/traffic-fields.ts'
import { advisorInputs, fieldValue, withFieldValue } from './advisor-inputs.ts'
import type { SliderInput } from './advisor-inputs.ts'
import { nearestStop } from './slider-stops.ts'

const usual = usualTraffic([1000, 10_000])
const sliders = advisorInputs.filter((input) => input.kind === 'slider')
const sliderOf = (flag: string): SliderInput => sliders.find(({ field }) => field.flag === flag)!

describe('the inputs of the advisor', () => {
  it('ask for every field of a traffic, once', () => {
    expect(advisorInputs.map(({ field }) => field.flag).toSorted()).toEqual(trafficFields.map(({ flag }) => flag).toSorted())
  })

  it('count in the unit that their label names', () => {
    expect(fieldValue(sliderOf('size'), { ...usual, sizeBytes: 51_234 })).toBe(51.234)
    expect(withFieldValue(sliderOf('size'), usual, 51.234)).toEqual({ ...usual, sizeBytes: 51_234 })
    expect(withFieldValue(sliderOf('every'), usual, 0.25)).toEqual({ ...usual, everySeconds: 0.25 })
  })

  it('can be set to every stop of their slider, and stand at it afterwards', () => {
    for (const slider of sliders) {
      const reached = slider.stops.map((stop) => nearestStop(slider.stops, fieldValue(slider, withFieldValue(slider, usual, stop))))
      expect([slider.field.flag, reached]).toEqual([slider.field.flag, slider.stops.map((_, index) => index)])
    }
  })

  it.each([
    ['size', 0.001, 'give one from 300B to 16MiB'],
    ['size', 99_999, 'give one from 300B to 16MiB'],
    ['clients', 2.5, '"2.5" is not a whole number'],
    ['clients', -1, '"-1" is not a whole number'],
    ['every', 0, 'give one above zero'],
    ['changes', 1e9, 'out of range'],
    ['price-gb', Number.NaN, 'give a number'],
  ])('refuse %s = %d with a sentence', (flag, typed, sentence) => {
    expect(() => withFieldValue(sliderOf(flag), usual, typed)).toThrow(sentence)
  })
})
