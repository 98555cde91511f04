import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { AbFlags } from './ab-options.ts'
import { resolveAbPlan } from './ab-options.ts'
import { defaultDesign } from './design/sequential-design.ts'

const scratch = mkdtempSync(join(tmpdir(), 'etag-bench-ab-options-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let files = 0
function configFile(content: unknown): string {
  const path = join(scratch, `${++files}.json`)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const noConfig = configFile({})
const resolve = (flags: AbFlags) => resolveAbPlan({ base: 'main', config: noConfig, ...flags })
const cellsOf = async (flags: AbFlags) => (await resolve(flags)).settings.cells.map(({ name }) => name)
const refusalOf = (flags: AbFlags) => resolve(flags).then(() => 'accepted', (error: Error) => error.message.split('\n'))

describe('resolveAbPlan', () => {
  it('compares the working tree with a commit by the design as it is published', async () => {
    const { comparison, settings } = await resolve({})
    expect(comparison).toEqual({ kind: 'commits', baseRef: 'main', headRef: null, command: null, build: null })
    expect(settings).toMatchObject({ mode: 'gate', mostLaunches: 24, seed: 1, burstCpuMs: 20, failOnCannotTell: false, exactGates: true })
    expect((await resolve({ exact: false })).settings.exactGates).toBe(false)
    expect(settings.design).toEqual(defaultDesign)
    expect(settings.cells).toHaveLength(15)
  })

  it('warms up less and takes fewer pairs in a smoke run', async () => {
    const effortOf = async (flags: AbFlags) => {
      const { warmupCpuMsPerClass, pairsPerLaunch } = (await resolve(flags)).settings
      return [warmupCpuMsPerClass, pairsPerLaunch]
    }
    expect(await effortOf({})).toEqual([400, 18])
    expect(await effortOf({ smoke: true })).toEqual([100, 4])
    expect(await effortOf({ pairs: '6', warmup: '50ms' })).toEqual([50, 6])
  })

  it('lets flags override the file, key by key', async () => {
    const config = configFile({ cells: ['sha256/1kB/304'], minimumEffect: 0.02, alpha: 0.005, failOnCannotTell: true })
    const fromFile = await resolve({ config })
    expect(fromFile.settings.cells.map(({ name }) => name)).toEqual(['sha256/1kB/304'])
    expect(fromFile.settings).toMatchObject({ failOnCannotTell: true, design: { minimumEffect: 0.02, familyAlpha: 0.005 } })
    const flagged = await resolve({ config, strategies: 'version', classes: '304', minimumEffect: '3%', alpha: '0.05' })
    expect(flagged.settings.cells.map(({ name }) => name)).toEqual(['version/10kB/304'])
    expect(flagged.settings).toMatchObject({ failOnCannotTell: true, design: { minimumEffect: 0.03, familyAlpha: 0.05 } })
    expect(await cellsOf({ config: configFile({ strategies: ['version'], ignore: ['*/*/put'] }), sizes: '1kB' })).toEqual([
      'version/1kB/200', 'version/1kB/304', 'version/1kB/412',
    ])
  })

  it('knows of a server that a command starts its classes only', async () => {
    const { comparison, settings } = await resolveAbPlan({ commandBase: 'node a.js', commandHead: 'node b.js', config: noConfig })
    expect(comparison).toEqual({ kind: 'commands', base: 'node a.js', head: 'node b.js' })
    expect(settings.cells.map(({ name }) => name)).toEqual(['server/10kB/200', 'server/10kB/304', 'server/10kB/put', 'server/10kB/412'])
    expect(await cellsOf({ command: 'node server.js', cells: 'server/1kB/304' })).toEqual(['server/1kB/304'])
  })

  it('takes a payload for the one size of all cells, over whatever the file says of sizes', async () => {
    const payload = configFile({ name: 'x'.repeat(4_000) })
    const config = configFile({ cells: ['sha256/1kB/304'], sizes: ['1kB', '5kB'], strategies: ['version'] })
    const plan = await resolve({ payload, config, classes: '304' })
    const { sentBytes } = plan.payload!
    expect(sentBytes).toBeGreaterThan(4_011)
    expect([plan.settings.payloadFile, plan.settings.cells]).toEqual([
      payload,
      [{ name: `version/${sentBytes / 1000}kB/304`, strategy: 'version', sizeBytes: sentBytes, responseClass: '304' }],
    ])
    const none = await resolve({})
    expect([none.payload, none.settings.payloadFile]).toEqual([null, null])
  })

  it('refuses a payload that bench refuses, in its words', async () => {
    const broken = configFile('{"a":')
    expect(await refusalOf({ payload: broken, strategies: 'vresion' })).toEqual([
      expect.stringMatching(/^--payload: ".*json" cannot be served: it is not JSON: .*; mend that or give another file$/),
      expect.stringMatching(/^unknown strategy "vresion"/),
    ])
    expect(await refusalOf({ payload: join(scratch, 'absent.json') })).toEqual([
      `--payload: "${join(scratch, 'absent.json')}" cannot be read: no such file; check the path, it is taken from the current directory`,
    ])
    expect(await refusalOf({ payload: noConfig, sizes: '1kB' })).toEqual(['--payload and --sizes exclude each other: a payload has the size it has'])
  })

  it('names everything wrong with the flags at once', async () => {
    expect(await refusalOf({ alpha: '2', minimumEffect: '0', seed: '-1', launches: '25', warmup: '5', sizes: '1' })).toEqual([
      expect.stringMatching(/^"1" is not a size/),
      '--alpha 2: give a share such as 1% or 0.01',
      '--minimum-effect 0: give a share such as 1% or 0.01',
      '--seed -1: give a whole number of at least 0 and at most 4294967295',
      '--launches 25: give a whole number of at least 1 and at most 24',
      expect.stringMatching(/^--warmup: "5" is no duration/),
    ])
    expect(await refusalOf({ minimumEffect: '6%' })).toEqual(['no sequential design: minimum effect 0.06, margin 0.05, noisy margin 0.1'])
    expect(await refusalOf({ commandBase: 'x' })).toEqual(['--command-base and --command-head go together: give both'])
    expect(await refusalOf({ commandBase: 'x', commandHead: 'y' })).toEqual([
      '--command-base and --command-head compare servers as they are: leave out --base, --head, --command and --build',
    ])
    await expect(resolveAbPlan({ commandBase: 'x', commandHead: 'y', build: 'make', config: noConfig })).rejects.toMatchObject({ code: 'usage' })
    expect(await refusalOf({ cells: 'version/1kB/304', sizes: '1kB' })).toEqual([
      '--cells names cells whole: leave out --strategies, --sizes and --classes',
    ])
    await expect(resolveAbPlan({ config: noConfig })).rejects.toMatchObject({
      code: 'usage',
      message: 'nothing to compare with: give --base with a commit, such as --base origin/main, or --command-base and --command-head',
    })
  })

  it('takes no strategies from the file where a command starts the server, and none from a file that has both', async () => {
    const commands = { commandBase: 'node a.js', commandHead: 'node b.js' }
    const { settings } = await resolveAbPlan({ ...commands, config: configFile({ strategies: ['version'], classes: ['304'] }) })
    expect(settings.cells.map(({ name }) => name)).toEqual(['server/10kB/304'])
    const both = configFile({ strategies: ['version'], command: 'node a.js' })
    expect(await refusalOf({ config: both })).toEqual([`a command starts one server: ${both} has "command" and "strategies": leave one of them out`])
    expect(await refusalOf({ command: 'node a.js', strategies: 'version' })).toEqual(['a command starts one server: leave out --strategies'])
  })

  it('says of what is wrong that the file took part', async () => {
    const config = configFile({ strategies: ['vresion'] })
    const hint = 'npm run ab -- --help lists the flags'
    await expect(resolve({ config })).rejects.toMatchObject({ message: expect.stringMatching(/^unknown strategy "vresion"/), hint: `${hint}; what they leave open is taken from ${config}` })
    await expect(resolve({ seed: 'x' })).rejects.toMatchObject({ hint })
  })

  it('refuses a file with a key that is none, and names the nearest', async () => {
    const config = configFile({ minimumEfect: 0.01, alpha: 'one', cell: [] })
    expect(await refusalOf({ config })).toEqual([
      expect.stringMatching(/: alpha: Invalid input: expected number, received string$/),
      expect.stringMatching(/: unknown key "minimumEfect": did you mean "minimumEffect"\?/),
      expect.stringMatching(/: unknown key "cell": did you mean "cells"\?/),
    ])
    expect(await refusalOf({ config: configFile('{') })).toEqual([expect.stringMatching(/^\/.*json is no JSON: /)])
    expect(await refusalOf({ config: configFile(' ') })).toEqual([expect.stringMatching(/^\/.*json is empty$/)])
    expect(await refusalOf({ config: join(scratch, 'absent.json') })).toEqual([expect.stringMatching(/absent\.json cannot be read: there is no such file$/)])
  })
})
