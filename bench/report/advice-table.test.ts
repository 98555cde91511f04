import { expect, it } from 'vitest'
import { advise } from '../model/advise.ts'
import { buildBasis, buildStrategy, fixtureSizes, plainTraffic, readsAll } from '../model/basis-fixture.ts'
import { formatAdvice } from './advice-table.ts'

const rowOf = (factors: readonly number[], clients = 2000) => {
  const basis = buildBasis({ strategies: [buildStrategy('sha256', readsAll, {}, fixtureSizes, factors)] })
  const traffic = { ...plainTraffic, clients }
  return formatAdvice(advise(basis, traffic), basis, traffic).split('\n').find((line) => line.startsWith('sha256'))!
}

it('shows of an interval that is longer on one side the longer side', () => {
  // Hodges-Lehmann 1, bounds 1 and 2.
  expect(rowOf([1, 1, 1, 1, 1, 2])).toMatch(/^sha256 +0\.0360±100% /)
})

it('shows three digits of huge figures', () => {
  expect(rowOf([1, 1, 1, 1, 1, 1], 9_999_999)).toMatch(/^sha256 +180±0% +417000 +1150000±0% /)
})
