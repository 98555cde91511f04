import { describe, expect, it } from 'vitest'
import type { CellChoice } from './cells.ts'
import { planStrategyCells } from './cells.ts'

const namesOf = async (choice: CellChoice = {}) => (await planStrategyCells(choice)).cells.map(({ name }) => name)

describe('planStrategyCells', () => {
  it('gates 15 cells when nothing is said', async () => {
    expect(await namesOf()).toEqual([
      'none/10kB/200', 'none/10kB/put',
      'sha256/10kB/200', 'sha256/10kB/304', 'sha256/10kB/put',
      'xxhash/10kB/200', 'xxhash/10kB/304', 'xxhash/10kB/put',
      'version/10kB/200', 'version/10kB/304', 'version/10kB/put', 'version/10kB/412',
      'last-modified/10kB/200', 'last-modified/10kB/304', 'last-modified/10kB/put',
    ])
  })

  it('starts the servers that the cells need, each for its own classes', async () => {
    const { servers } = await planStrategyCells({ cells: ['version/1kB/304', 'version/10kB/put', 'none/1kB/200'] })
    expect(servers.map(({ name, classes }) => [name, classes])).toEqual([['none', ['200']], ['version', ['304', 'put']]])
  })

  it('takes strategies, sizes and classes; a class that is named is of every strategy that has it', async () => {
    expect(await namesOf({ strategies: ['sha256', 'none'], sizes: ['1kB', '100kB'], classes: ['412', '200'] })).toEqual([
      'none/1kB/200', 'sha256/1kB/200', 'sha256/1kB/412', 'none/100kB/200', 'sha256/100kB/200', 'sha256/100kB/412',
    ])
  })

  it('has one size of cells for a payload, whatever sizes there are, of any length', async () => {
    expect(await namesOf({ strategies: ['version'], sizes: ['1kB'], payloadBytes: 4213 })).toEqual([
      'version/4.213kB/200', 'version/4.213kB/304', 'version/4.213kB/put', 'version/4.213kB/412',
    ])
    expect(await namesOf({ cells: ['version/61B/304'], payloadBytes: 61 })).toEqual(['version/61B/304'])
  })

  it('leaves out what is ignored, and says so', async () => {
    const plan = await planStrategyCells({ strategies: ['version', 'sha256'], ignore: ['*/10kB/put', 'version/10kB/412'] })
    expect(plan.cells.map(({ name }) => name)).toEqual(['version/10kB/200', 'version/10kB/304', 'sha256/10kB/200', 'sha256/10kB/304'])
    expect(plan.ignored).toEqual(['version/10kB/put', 'version/10kB/412', 'sha256/10kB/put'])
  })

  it.each<[CellChoice, readonly string[]]>([
    [{ strategies: ['vresion'] }, ['unknown strategy "vresion": did you mean "version"?']],
    [{ sizes: ['10kb'], classes: ['305'] }, ['"10kb" is not a size', 'unknown class "305": did you mean "304"?']],
    [{ cells: ['version/304'] }, ['"version/304" is no cell: write strategy, size and class, such as sha256/10kB/304']],
    [{ cells: ['none/10kB/304'] }, ['none has no answer of class 304 that is its own']],
    [{ cells: ['version/1kB/200', 'version/1000B/200'] }, ['cell version/1kB/200 is named twice']],
    [{ cells: ['version/10kB/304'], payloadBytes: 4213 }, ['"version/10kB/304" has another size than the payload: write version/4.213kB/304']],
    [{ ignore: ['version/10kB/puts'] }, ['ignored cell "version/10kB/puts" is none of those chosen: did you mean "version/10kB/put"? A part']],
    [{ sizes: ['x'], ignore: ['version/*/*'] }, ['ignored cell "version/*/*" is none of those chosen. A part may be *']],
    [{ strategies: ['none'], ignore: ['none/*/*'] }, ['no cell is left to compare']],
  ])('%j is refused', async (choice, reasons) => {
    const error = await planStrategyCells(choice).then(String, (failure: Error) => failure.message)
    for (const reason of reasons) expect(error).toContain(reason)
  })
})
