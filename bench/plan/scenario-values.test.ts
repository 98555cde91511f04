import { describe, expect, it } from 'vitest'
import type { SettingForm } from './scenario-values.ts'
import { countForm, durationForm, numberForm, percentForm, rateForm, wordForm } from './scenario-values.ts'

const anyTime = durationForm({ zeroAllowed: true })
const someTime = durationForm({ zeroAllowed: false })
const word = wordForm('<policy>', ['none', 'fixed', 'exponential'])

describe('a setting is written with its unit, and read back as it is printed', () => {
  it.each<[SettingForm, string, number | string, string]>([
    [countForm(500), '500', 500, '500'],
    [anyTime, '0ms', 0, '0ms'],
    [anyTime, '1.5s', 1500, '1.5s'],
    [anyTime, '150ms', 150, '150ms'],
    [someTime, '2min', 120_000, '120s'],
    [someTime, '1050ms', 1050, '1050ms'],
    [someTime, '0.4ms', 0.4, '0.4ms'],
    [someTime, '0.0000001ms', 1e-7, '0.0000001ms'],
    [percentForm, '10%', 0.1, '10%'],
    [percentForm, '12.5%', 0.125, '12.5%'],
    [percentForm, '7%', 0.07, '7%'],
    [percentForm, '0%', 0, '0%'],
    [percentForm, '100%', 1, '100%'],
    [rateForm, '3/min', 3, '3/min'],
    [rateForm, '2/s', 120, '120/min'],
    [rateForm, '30/h', 0.5, '0.5/min'],
    [rateForm, '0/min', 0, '0/min'],
    [rateForm, '0.0000003/min', 3e-7, '0.0000003/min'],
    [word, 'fixed', 'fixed', 'fixed'],
    [numberForm(0, 3), '0.99', 0.99, '0.99'],
    [numberForm(0, 3), '0.0000001', 1e-7, '0.0000001'],
  ])('%#: %s', (form, text, value, printed) => {
    expect([form.parse(text), form.format(value)]).toEqual([value, printed])
    expect(form.parse(printed)).toBe(value)
  })
})

describe('anything else is refused in a sentence that names it', () => {
  it.each<[SettingForm, string, string]>([
    [countForm(500), '501', '"501" is not a whole number from 1 to 500'],
    [countForm(500), '1e2', '"1e2" is not a whole number from 1 to 500'],
    [countForm(500), '', '"" is not a whole number from 1 to 500'],
    [anyTime, '50', '"50" is no duration: write a number and a unit, such as 250ms, 1.5s or 2min'],
    [anyTime, '-1ms', '"-1ms" is no duration: write a number and a unit, such as 250ms, 1.5s or 2min'],
    [anyTime, '61min', '"61min" is more than an hour'],
    [someTime, '0s', '"0s" is no time at all: give one above zero, such as 100ms'],
    [percentForm, '0.1', '"0.1" is no share: write 0% to 100%, such as 10%'],
    [percentForm, '101%', '"101%" is no share: write 0% to 100%, such as 10%'],
    [rateForm, '3', '"3" is no rate: write a number and per what, such as 2/s, 3/min or 10/h'],
    [rateForm, '3/day', '"3/day" is no rate: write a number and per what, such as 2/s, 3/min or 10/h'],
    [rateForm, '1001/s', '"1001/s" is out of range: give at most 1000/s'],
    [word, 'linear', '"linear" is unknown: give none, fixed or exponential'],
    [numberForm(0, 3), '3.1', '"3.1" is not a number from 0 to 3'],
    [numberForm(0, 3), 'x', '"x" is not a number from 0 to 3'],
  ])('%#: %s', (form, text, sentence) => {
    expect(() => form.parse(text)).toThrow(sentence)
  })
})
