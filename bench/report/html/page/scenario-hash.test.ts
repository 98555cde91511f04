import { describe, expect, it } from 'vitest'
import { usualTraffic } from '../../../model/traffic-fields.ts'
import type { Traffic } from '../../../model/traffic.ts'
import { formatAdviseCommand, formatHash, isScenarioHash, parseHash } from './scenario-hash.ts'

const usual = usualTraffic([10_000])
const team: Traffic = {
  sizeBytes: 51_234,
  clients: 150_000,
  everySeconds: 0.25,
  changesPerMinute: 0.5,
  documents: 40,
  editors: 7,
  thinkSeconds: 0,
  nodes: 3,
  encoding: 'gzip',
  canAddColumn: false,
  untrustedContent: true,
  pricePerCoreHour: 0.035,
  pricePerGb: 0,
}
const teamHash =
  '#size=51.234kB&clients=150000&every=250ms&changes=0.5/min&documents=40&editors=7&think=0ms&nodes=3&encoding=gzip' +
  '&can-add-column=no&untrusted=yes&price-core-hour=0.035&price-gb=0'

describe('a link to a scenario', () => {
  it('carries every field, as the command line writes them', () => {
    expect(formatHash(team)).toBe(teamHash)
    expect(parseHash(teamHash, usual)).toEqual({ traffic: team, problems: [] })
  })

  it('takes what it does not state, or states wrongly, as usual', () => {
    expect(parseHash('#clients=7', usual)).toEqual({ traffic: { ...usual, clients: 7 }, problems: [] })
    const { traffic, problems } = parseHash('#clients=7&size=10&every=-5s&nodes=1e9&encoding=br&can-add-column=maybe&price-gb=NaN&think=Infinity', usual)
    expect(traffic).toEqual({ ...usual, clients: 7 })
    expect(problems.map(({ flag }) => flag)).toEqual(['size', 'every', 'think', 'nodes', 'encoding', 'can-add-column', 'price-gb'])
  })

  it('says what it could not read, in no more words than it takes', () => {
    const { traffic, problems } = parseHash(`#size=1e99&clients=-3&changes=${'9'.repeat(100_000)}/min&editors=1`, usual)
    expect(traffic).toEqual({ ...usual, editors: 1 })
    expect(problems.map(({ flag }) => flag)).toEqual(['size', 'clients', 'changes'])
    expect(problems[1]?.message).toBe('"-3" is not a whole number from 1 to 10000000')
    expect(problems.every(({ message }) => message.length <= 201)).toBe(true)
  })

  it.each([
    '',
    '#',
    '#cpu-by-size',
    '#%',
    '#%E0%A4%A=%',
    '#__proto__=1&constructor=2&toString=3',
    '#size=<script>alert(1)</script>',
    '#clients=99999999999999999999999999',
    `#changes=${'9'.repeat(100_000)}/min`,
    '#every=0s&editors=0&documents=&clients',
  ])('changes nothing with the hash %.60j', (hash) => {
    expect(parseHash(hash, usual).traffic).toEqual(usual)
    expect(Object.getPrototypeOf(parseHash(hash, usual).traffic)).toBe(Object.prototype)
  })

  it('is told from a place on the page', () => {
    expect(isScenarioHash(teamHash)).toBe(true)
    expect(isScenarioHash('#size=nonsense')).toBe(true)
    expect(['', '#cpu-by-size', '#other=1', '#__proto__=1'].map(isScenarioHash)).toEqual([false, false, false, false])
  })

  it('has a command that means the same', () => {
    expect(formatAdviseCommand(team)).toBe(
      'npm run advise -- --run run.json --size 51.234kB --clients 150000 --every 250ms --changes 0.5/min --documents 40 --editors 7 --think 0ms' +
        ' --nodes 3 --encoding gzip --can-add-column no --untrusted yes --price-core-hour 0.035 --price-gb 0',
    )
  })
})
