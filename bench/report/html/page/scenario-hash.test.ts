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
    expect(parseHash(teamHash, usual)).toEqual(team)
  })

  it('takes what it does not state, or states wrongly, as usual', () => {
    expect(parseHash('#clients=7', usual)).toEqual({ ...usual, clients: 7 })
    expect(parseHash('#clients=7&size=10&every=-5s&nodes=1e9&encoding=br&can-add-column=maybe&price-gb=NaN&think=Infinity', usual)).toEqual({ ...usual, clients: 7 })
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
    expect(parseHash(hash, usual)).toEqual(usual)
    expect(Object.getPrototypeOf(parseHash(hash, usual))).toBe(Object.prototype)
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
