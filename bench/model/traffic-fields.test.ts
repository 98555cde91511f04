import { describe, expect, it } from 'vitest'
import { trafficFields, usualTraffic } from './traffic-fields.ts'

describe('fields of a traffic', () => {
  it('take back what they print, each for its own figure', () => {
    const usual = usualTraffic([10_000])
    expect(Object.assign({}, ...trafficFields.map((field) => field.parse(field.format(usual))))).toEqual(usual)
    expect(trafficFields.map(({ key }) => key).toSorted()).toEqual(Object.keys(usual).toSorted())
  })

  it.each([['every', '0.4ms'], ['think', '1050ms'], ['changes', '0.0000003/min'], ['price-gb', '0.0000001'], ['price-core-hour', '0.04']])(
    'print --%s %s as it was typed, however little it is',
    (flag, text) => {
      const field = trafficFields.find((each) => each.flag === flag)!
      expect(field.format({ ...usualTraffic([10_000]), ...field.parse(text) })).toBe(text)
    },
  )

  it('are written with their unit', () => {
    const parts = ['50kB', '2000', '1.5s', '2/s', '7', '4', '0ms', '3', 'gzip', 'no', 'yes', '0.04', '0.09'].map((text, index) => trafficFields[index]!.parse(text))
    expect(Object.assign({}, ...parts)).toEqual({
      sizeBytes: 50_000, clients: 2000, everySeconds: 1.5, changesPerMinute: 120, documents: 7, editors: 4, thinkSeconds: 0, nodes: 3,
      encoding: 'gzip', canAddColumn: false, untrustedContent: true, pricePerCoreHour: 0.04, pricePerGb: 0.09,
    })
  })

  it.each([
    ['size', '10', 'is not a size'],
    ['clients', '0', 'is not a whole number from 1'],
    ['every', '0s', 'give one above zero'],
    ['changes', '3', 'is no rate'],
    ['changes', '1e9/s', '(0/h to 1000/s, as digits and /s, /min or /h)'],
    ['changes', '2000/s', '(0/h to 1000/s, as digits'],
    ['every', '24h', '(above 0 up to 60min, as digits and ms, s or min)'],
    ['think', '2h', '(0s to 60min, as digits and ms, s or min)'],
    ['encoding', 'br', 'give identity or gzip'],
    ['can-add-column', 'true', 'give yes or no'],
    ['price-gb', '-1', 'is not a number from 0 to 1000'],
  ])('refuse --%s %s with a sentence', (flag, text, sentence) => {
    expect(() => trafficFields.find((field) => field.flag === flag)!.parse(text)).toThrow(sentence)
  })
})

describe('the usual traffic', () => {
  it('has the measured size nearest to 10 kB, by ratio', () => {
    expect([[1000, 10_000, 100_000], [3000, 40_000], [65_132], []].map((sizes) => usualTraffic(sizes).sizeBytes)).toEqual([10_000, 3000, 65_132, 10_000])
  })
})
