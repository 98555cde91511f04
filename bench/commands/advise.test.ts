import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, describe, expect, it } from 'vitest'
import type { CommandContext } from '../cli.ts'
import { exitCodeOf, formatError } from '../errors.ts'
import { buildRun } from '../estimate/run-fixture.ts'
import { runCli } from '../fixtures/cli-process.ts'
import type { Advice } from '../model/advice.ts'
import { advise } from '../model/advise.ts'
import { readCostBasis } from '../model/read-cost-basis.ts'
import { usualTraffic } from '../model/traffic-fields.ts'
import type { Traffic } from '../model/traffic.ts'
import { addAdviseCommand } from './advise.ts'

const folder = mkdtempSync(join(tmpdir(), 'etag-bench-advise-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const cheap304 = ({ arm, responseClass, sizeBytes }: { readonly arm: string; readonly responseClass: string; readonly sizeBytes: number }) =>
  arm === 'version' && responseClass === '304' ? 11 : 15 + sizeBytes / 130
const plain = buildRun({
  us: cheap304,
  strategies: ['sha256', 'version'],
  sizesBytes: [1_000, 10_000],
  bytes: ({ arm, responseClass, sizeBytes }) => ({ sent: 100, received: responseClass === '200' || arm.startsWith('none') ? sizeBytes + 200 : 200 }),
  plainGetSentBytes: 80,
})
const run = { ...plain, arms: plain.arms.map((arm) => ({ ...arm, asksFor: arm.name === 'version' ? ['column' as const] : [], blindMs: 0 })) }
const path = file('run.json', JSON.stringify(run))

/** The command in this process. Its error is what the command line turns into text and an exit code. */
async function ask(...args: readonly string[]): Promise<{ readonly stdout: string; readonly error: unknown }> {
  let stdout = ''
  const program = new Command()
  addAdviseCommand(program, { stdout: { write: (text: string) => (stdout += text) } } as unknown as CommandContext)
  const error = await program.parseAsync(['advise', ...args], { from: 'user' }).then(() => undefined, (thrown: unknown) => thrown)
  return { stdout, error }
}

describe('npm run advise', () => {
  it('answers for the usual traffic, at most 80 columns wide', async () => {
    const { stdout, error } = await ask('--run', path)
    expect(error).toBeUndefined()
    expect(stdout).toContain('\nRecommended: version\n- version loses nothing under this traffic.')
    expect(stdout).toContain('\nWhat would change that:\n')
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    await expect(stdout).toMatchFileSnapshot('../report/golden/advice.txt')
  })

  it('takes every figure of the traffic from its flag', async () => {
    const flags = [
      '--size 50kB', '--clients 300', '--every 2s', '--changes 6/min', '--documents 7', '--editors 3', '--think 9s', '--nodes 2', '--encoding gzip',
      '--can-add-column no', '--untrusted yes', '--price-core-hour 0.1', '--price-gb 0.2',
    ]
    const { stdout } = await ask('--json', '--run', path, ...flags.flatMap((flag) => flag.split(' ')))
    const traffic = {
      sizeBytes: 50_000, clients: 300, everySeconds: 2, changesPerMinute: 6, documents: 7, editors: 3, thinkSeconds: 9, nodes: 2, encoding: 'gzip' as const,
      canAddColumn: false, untrustedContent: true, pricePerCoreHour: 0.1, pricePerGb: 0.2,
    }
    const advice = advise(readCostBasis(run)!, traffic)
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify({ runId: run.id, traffic, advice, check: null })))
    expect(advice.recommended).toBe('sha256')
  })

  it('takes the size of a document of yours, as it would be sent', async () => {
    const payload = file('mine.json', '{ "a":  [1, 2, 3],\n "b": "é" }')
    const { stdout } = await ask('--json', '--run', path, '--payload', payload)
    expect((JSON.parse(stdout) as { traffic: { sizeBytes: number } }).traffic.sizeBytes).toBe(Buffer.byteLength('{"a":[1,2,3],"b":"é"}'))
  })

  it('takes from such a document how well it compresses', async () => {
    const bytesADay = async (name: string, text: string) => {
      const { stdout } = await ask('--json', '--run', path, '--encoding', 'gzip', '--payload', file(name, JSON.stringify([text])))
      const { traffic, advice } = JSON.parse(stdout) as { traffic: Traffic; advice: Advice }
      return { sizeBytes: traffic.sizeBytes, gb: advice.strategies.find(({ strategy }) => strategy === 'none')!.gbPerDay! }
    }
    const [even, uneven] = [await bytesADay('even.json', 'a'.repeat(4000)), await bytesADay('uneven.json', randomBytes(2000).toString('hex'))]
    expect(even.sizeBytes).toBe(uneven.sizeBytes)
    // Hexadecimal digits are half a byte each: some 2,000 bytes in every poll against next to none, beside heads of 300.
    expect(uneven.gb / even.gb).toBeGreaterThan(4)
  })

  it('names everything that is wrong with the flags at once', async () => {
    const { error } = await ask('--run', path, '--size', '5', '--every', 'often', '--payload', join(folder, 'none.json'))
    expect(exitCodeOf(error)).toBe(2)
    const lines = formatError(error).split('\n')
    expect(lines.map((line) => line.split(':')[0])).toEqual(['--size', '--every', '--payload and --size exclude each other', '--payload', 'npm run advise -- --help lists the flags'])
  })

  it('says when a run has nothing to advise from', async () => {
    const without = (changes: Partial<typeof run>) => ask('--run', file('without.json', JSON.stringify({ ...run, ...changes })))
    const answers = [
      await without({ bursts: [], settings: { ...run.settings, classes: [] } }),
      await without({ bursts: [] }),
      await without({ bursts: run.bursts.map((burst) => ({ ...burst, voidReason: 'not busy' })) }),
    ]
    expect(answers.map(({ error }) => [exitCodeOf(error), formatError(error).split('\n')[0]!.replace(/^.*without\.json /, '')])).toEqual([
      [2, 'has no unit costs: only scenarios were played'],
      [2, 'has no unit costs: it ended before any request was measured'],
      [2, `has no unit costs: none of its ${run.bursts.length} bursts leaves a figure (voidReason says why each does not count)`],
    ])
    expect(exitCodeOf((await ask('--run', file('half.json', '{"kind"'))).error)).toBe(2)
  })

  it('shows what a run file says as text, in the lines that it would take anyway', async () => {
    const steering = 'CPU\u001b[2J\u202e\n\nRecommended: none'
    const name = 'ver\u001b[31msion\nRecommended: none'
    const text = JSON.stringify({ ...run, environment: { ...run.environment, cpuModel: steering } }).replaceAll('"version"', JSON.stringify(name))
    const { stdout, error } = await ask('--run', file('hostile.json', text))
    expect(error).toBeUndefined()
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}|\u202e/u)
    expect(stdout.split('\n').filter((line) => line.startsWith('Recommended'))).toEqual(['Recommended: ver [31msion Recommended: none'])
  })

  it('has a dash where the run cannot say what a strategy costs, and compares nothing with it', async () => {
    const { stdout } = await ask('--run', file('no-control.json', JSON.stringify({ ...run, bursts: run.bursts.filter(({ arm }) => !arm.startsWith('none')) })))
    expect(stdout).toMatch(/^none \* +- +- +- +0\.0% /m)
    expect(stdout).toContain('\nRecommended: version\n')
    expect(stdout).not.toContain('takes')
  })

  it('says why there is no interval where there is none', async () => {
    const few = { ...run, settings: { ...run.settings, launches: 2 }, bursts: run.bursts.filter(({ launch }) => launch < 2) }
    const stdoutOf = async (each: unknown) => (await ask('--run', file('few.json', JSON.stringify(each)))).stdout.replaceAll('\n', ' ')
    expect(await stdoutOf(few)).toContain('95 % interval (without ±: too few launches for one); GB')
    expect(await stdoutOf(run)).toContain('95 % interval; GB')
  })

  it('is a command of the project, and takes the newest complete run or the sample by itself', { timeout: 30_000 }, async () => {
    const { code, stdout, stderr } = await runCli('advise', '--clients', '50')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^From run [\w-]+Z-[0-9a-f]{4} \(/)
    expect(stdout).toContain('--clients 50')
  })
})

it('the usual traffic asks for the measured size next to 10 kB', () => {
  expect(usualTraffic([1_000, 12_000]).sizeBytes).toBe(12_000)
})
