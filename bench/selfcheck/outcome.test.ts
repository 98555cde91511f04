import { describe, expect, it } from 'vitest'
import type { Expectation } from './expectation.ts'
import { judgeSightings } from './outcome.ts'
import type { Sign, Sighting } from './sign.ts'

const expectation: Expectation = {
  fault: 'refused-but-written',
  strategy: 'version',
  scenario: 'edit-contended',
  settings: {},
  namedBy: ['oracles-disagree', 'unknown-values'],
  mayFollow: ['lost-updates'],
}
const seen = (...signs: readonly Sign[]): readonly Sighting[] => signs.map((sign) => ({ sign, message: `${sign} here` }))

describe('judgeSightings', () => {
  it('finds a fault that everything names that must, with what follows from it', () => {
    expect(judgeSightings(expectation, seen('lost-updates', 'unknown-values', 'oracles-disagree'), [])).toEqual({
      fault: 'refused-but-written',
      namedBy: ['oracles-disagree', 'unknown-values'],
      followed: ['lost-updates'],
      problems: [],
    })
  })

  it('needs none of what may follow, and all of what must name it', () => {
    expect(judgeSightings(expectation, seen('oracles-disagree', 'unknown-values'), []).problems).toEqual([])
    expect(judgeSightings(expectation, seen('unknown-values', 'lost-updates'), [])).toMatchObject({
      namedBy: ['unknown-values'],
      followed: ['lost-updates'],
      problems: ['oracles-disagree was not seen'],
    })
    expect(judgeSightings(expectation, [], []).problems).toEqual(['oracles-disagree was not seen', 'unknown-values was not seen'])
  })

  it('holds against it what does not follow from the fault', () => {
    expect(judgeSightings(expectation, seen('oracles-disagree', 'unknown-values', 'foreign-tag'), [])).toMatchObject({
      followed: ['foreign-tag'],
      problems: ['foreign-tag does not follow from it: foreign-tag here'],
    })
  })

  it('holds against it whatever the sound server shows', () => {
    expect(judgeSightings(expectation, seen('oracles-disagree', 'unknown-values'), seen('lost-updates')).problems).toEqual([
      'the sound server showed lost-updates too: lost-updates here',
    ])
  })
})
