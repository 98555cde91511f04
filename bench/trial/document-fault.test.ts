import { describe, expect, it } from 'vitest'
import { describeStrategy } from '../../servers/strategies/description.ts'
import version from '../../servers/strategies/version.ts'
import { planArms } from '../plan/arm.ts'
import type { Arm } from '../plan/arm.ts'
import { serveByHand } from './document-fault.ts'

const settings = { payloadFile: null, seed: 1 }
const served = (arm: Arm) => ({ arm, server: { stderrTail: () => '' }, settings, id: 1, sizeBytes: 10_000 })

const planned = (encoding: 'identity' | 'gzip' = 'identity') =>
  planArms(['/home/me/my tags.ts', 'version'], ['floor-constant', 'none-gzip'], encoding, async (nameOrPath) => ({
    ...describeStrategy(version),
    name: nameOrPath.includes('/') ? 'mine' : nameOrPath,
  }))

describe('serveByHand', () => {
  it('names what serve takes: the path of a file, none for both controls, a reference as it is', async () => {
    expect((await planned()).map((arm) => serveByHand(served(arm)))).toEqual([
      'npm run serve -- --strategy none --size 10kB',
      'npm run serve -- --strategy none --size 10kB',
      `npm run serve -- --strategy '/home/me/my tags.ts' --size 10kB`,
      'npm run serve -- --strategy version --size 10kB',
      'npm run serve -- --strategy floor-constant --size 10kB',
      'npm run serve -- --strategy none-gzip --size 10kB',
    ])
  })

  it('repeats what the run was told of the content, and the id of the document', async () => {
    const arms = await planned('gzip')
    const [, , mine] = arms
    expect(serveByHand({ ...served(mine!), sizeBytes: 1_000_000, id: 7, settings: { payloadFile: null, seed: 9 } })).toBe(
      `npm run serve -- --strategy '/home/me/my tags.ts' --size 1MB --documents 7 --seed 9 --encoding gzip`,
    )
    expect(serveByHand({ ...served(arms.at(-1)!), settings: { payloadFile: './order.json', seed: 1 } })).toBe(
      'npm run serve -- --strategy none-gzip --payload ./order.json',
    )
  })
})
