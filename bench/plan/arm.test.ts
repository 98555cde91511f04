import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { references } from '../../servers/index.ts'
import { describeStrategy } from '../../servers/strategies/description.ts'
import { strategies } from '../../servers/strategies/index.ts'
import { loadStrategy } from '../../servers/strategies/load-strategy.ts'
import { expectedStatus, planArms } from './arm.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-arms-'))
afterAll(() => rmSync(folder, { recursive: true }))

function strategyFile(name: string, fields: string): string {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.mjs`)
  writeFileSync(path, `export default { name: '${name}', summary: 'made for a test', strength: 'none', ${fields} }`)
  return path
}

/** As a run does, but in this process. */
const describeAny = async (nameOrPath: string) => describeStrategy(await loadStrategy(nameOrPath))

const names = async (...asked: Parameters<typeof planArms>) => (await planArms(...asked)).map(({ name }) => name)

describe('planArms', () => {
  it('has none first and twice, asked for or not, then strategies and references', async () => {
    const expected = ['none', 'none-again', 'version', 'sha256', 'floor-constant', 'fastify-etag']
    expect(await names(['version', 'none', 'sha256'], ['fastify-etag', 'floor-constant'])).toEqual(expected)
    expect(await names(['version', 'sha256'], ['floor-constant', 'fastify-etag'])).toEqual(expected)
    expect(await names([], [])).toEqual(['none', 'none-again'])
  })

  it('starts both none arms from the same command', async () => {
    const [control, again] = await planArms([], [])
    expect(again?.command).toEqual({ ...control?.command, name: 'none-again' })
    expect([control?.role, again?.role]).toEqual(['control', 'control-again'])
  })

  it('gives every strategy the classes that it can answer', async () => {
    const arms = await planArms(strategies.map(({ name }) => name), references.map(({ name }) => name))
    const all = ['200', '304', 'put', '412']
    const classesByName = Object.fromEntries(arms.map(({ name, classes }) => [name, classes]))
    expect(classesByName).toMatchObject({
      none: all,
      'none-again': all,
      sha256: all,
      xxhash: all,
      version: all,
      'last-modified': all,
      'sha256-stored': all,
      'sha256-canonical': all,
      'xxhash-canonical': all,
      md5: all,
      'sha1-weak': ['200', '304', 'put'],
      'weak-timestamp': all,
      'floor-constant': ['200', '304'],
      'floor-narrow': ['304'],
      'none-gzip': ['200'],
      'fastify-etag': ['200', '304'],
    })
    for (const { name, needs, writeGuard } of strategies.filter((strategy) => strategy.name !== 'none')) {
      expect([name, ...classesByName[name]!]).toEqual([name, '200', ...(needs === 'nothing' ? [] : ['304']), 'put', ...(writeGuard === 'none' ? [] : ['412'])])
    }
  })

  it('starts all strategies as asked, identity or gzip, and references as they are', async () => {
    const codings = async (encoding?: 'identity' | 'gzip') =>
      (await planArms(['version'], ['floor-constant', 'none-gzip'], encoding)).map(({ encoding: own, command }) => [own, command.args.slice(1).join(' ')])
    expect(await codings()).toEqual([
      ['identity', '--strategy none'],
      ['identity', '--strategy none'],
      ['identity', '--strategy version'],
      ['identity', '--kind constant'],
      ['gzip', '--strategy none --encoding gzip'],
    ])
    expect(await codings('gzip')).toEqual([
      ['gzip', '--strategy none --encoding gzip'],
      ['gzip', '--strategy none --encoding gzip'],
      ['gzip', '--strategy version --encoding gzip'],
      ['identity', '--kind constant'],
      ['gzip', '--strategy none --encoding gzip'],
    ])
  })

  it('calls a tag strong where its strategy does', async () => {
    const arms = await planArms(strategies.map(({ name }) => name), [])
    const strong = strategies.filter(({ strength }) => strength === 'strong').map(({ name }) => name)
    expect(arms.filter(({ strongTag }) => strongTag).map(({ name }) => name)).toEqual(strong)
  })

  it('says what to know before picking a strategy, where there is something', async () => {
    const arms = await planArms(strategies.map(({ name }) => name), ['floor-constant'])
    const caveats = arms.flatMap(({ name, caveat }) => (typeof caveat === 'string' ? [[name, caveat]] : []))
    expect(caveats).toEqual(strategies.flatMap(({ name, caveat }) => (caveat === undefined ? [] : [[name, caveat]])))
    expect(caveats.map(([name]) => name)).toEqual(expect.arrayContaining(['xxhash', 'xxhash-canonical', 'sha1-weak']))
    expect(caveats.map(([name]) => name)).not.toContain('version')
  })

  it('says what each strategy asks for, and how close together changes may be that it does not tell apart', async () => {
    const arms = await planArms(strategies.map(({ name }) => name), ['floor-constant'])
    const asking = arms.filter(({ asksFor }) => asksFor.length > 0).map(({ name, asksFor }) => [name, ...asksFor])
    expect(asking).toEqual([
      ['xxhash', 'trusted-content'], ['version', 'column'], ['last-modified', 'column'], ['sha256-stored', 'column'],
      ['xxhash-canonical', 'trusted-content'], ['md5', 'trusted-content'], ['sha1-weak', 'trusted-content'], ['weak-timestamp', 'column'],
    ])
    expect(arms.filter(({ blindMs }) => blindMs > 0).map(({ name, blindMs }) => [name, blindMs])).toEqual([['last-modified', 1000], ['weak-timestamp', 1]])
  })

  it('loads a strategy file, with no 304 if it has no validators and no 412 if it has no guard', async () => {
    const path = strategyFile('mine', `writeGuard: 'none', needs: 'nothing'`)
    const mine = (await planArms([path], [], 'identity', describeAny)).at(-1)
    expect(mine).toMatchObject({ name: 'mine', role: 'strategy', classes: ['200', 'put'], asksFor200: 'conditionally' })
    expect(mine?.command.args.slice(-2)).toEqual(['--strategy', path])
  })

  it('rejects with the sentence of what cannot be loaded', async () => {
    await expect(planArms(['sha265'], [])).rejects.toThrow('unknown strategy "sha265": did you mean "sha256"?')
    await expect(planArms(['./missing.ts'], [], 'identity', describeAny)).rejects.toThrow('cannot load the strategy file ./missing.ts')
  })
})

it('none answers 200 and 204 where others answer 304 and 412', async () => {
  const [control, again, version] = await planArms(['version'], [])
  const statuses = (['200', '304', 'put', '412'] as const).map((each) => [control, again, version].map((arm) => expectedStatus(arm!, each)))
  expect(statuses).toEqual([[200, 200, 200], [200, 200, 304], [204, 204, 204], [204, 204, 412]])
})
