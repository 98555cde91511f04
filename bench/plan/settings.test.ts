import { expect, it } from 'vitest'
import { defaultSizesBytes, middleSizeBytes, modeSettings, modes } from './settings.ts'

it.each(modes)('mode %s has launches enough for exact 95 % intervals', (mode) => {
  expect(modeSettings[mode].launches).toBeGreaterThanOrEqual(6)
})

it.each(modes)('mode %s names every fixed rate by what it is', (mode) => {
  const { fixedRates } = modeSettings[mode]
  expect(fixedRates.map(({ load }) => load)).toEqual(fixedRates.map(({ requestsPerSecond }) => `${requestsPerSecond}/s`))
})

it.each(modes)('mode %s sends a whole number of requests at every fixed rate', (mode) => {
  const requests = modeSettings[mode].fixedRates.map(({ requestsPerSecond, seconds }) => requestsPerSecond * seconds)
  expect(requests.filter((count) => !Number.isInteger(count) || count < 1)).toEqual([])
})

it('the modes that are quoted have rounds enough to see whether a cell has settled', () => {
  expect([modeSettings.default, modeSettings.thorough].filter(({ roundsPerLaunch }) => roundsPerLaunch < 4)).toEqual([])
})

it('the middle size is one of those measured by default', () => {
  expect(defaultSizesBytes).toContain(middleSizeBytes)
})
