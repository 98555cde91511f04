import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readRunFile } from '../archive/read-run-file.ts'
import { readMicroFile } from '../micro/read-micro-file.ts'
import { reportFormats } from './formats.ts'

const folder = resolve(import.meta.dirname, '../../results/sample')
const run = readRunFile(join(folder, 'run.json'))
const microPath = join(folder, 'micro.json')
const micro = existsSync(microPath) ? readMicroFile(microPath) : undefined

/** Drawn once: it takes a while. */
const here = Promise.all(reportFormats.map(({ render }) => render(run, micro)))

/** Renders the sample in a process of its own, and prints it all. */
const elsewhere = `
  const at = (path) => import(path)
  const { readRunFile } = await at(${JSON.stringify(fileURLToPath(new URL('../archive/read-run-file.ts', import.meta.url)))})
  const { readMicroFile } = await at(${JSON.stringify(fileURLToPath(new URL('../micro/read-micro-file.ts', import.meta.url)))})
  const { reportFormats } = await at(${JSON.stringify(fileURLToPath(new URL('formats.ts', import.meta.url)))})
  const [run, micro] = [readRunFile(process.env.SAMPLE), process.env.MICRO === undefined ? undefined : readMicroFile(process.env.MICRO)]
  for (const { render } of reportFormats) process.stdout.write(await render(run, micro))
`

// Pages take seconds to draw where everything else is tested meanwhile.
describe('results/sample', { timeout: 60_000 }, () => {
  it('was made by a default run that came to its end', () => {
    expect([run.settings.mode, run.status]).toEqual(['default', 'complete'])
  })

  it('holds the model against bursts, polls and contended edits that it was not fitted on', () => {
    const checked = (figure: string) => run.modelCheck?.cells.some((cell) => cell.figure === figure)
    expect(['cpu', 'bytes', 'aborts'].map((figure) => [figure, checked(figure)])).toEqual([['cpu', true], ['bytes', true], ['aborts', true]])
  })

  it.each(reportFormats.map(({ fileName }, index) => ({ fileName, index })))(
    '$fileName is, byte for byte, what its run file gives (node scripts/refresh-sample.ts makes it anew)',
    async ({ fileName, index }) => {
      // Compared as one value: the difference of two pages is nothing to read.
      expect((await here)[index] === readFileSync(join(folder, fileName), 'utf8')).toBe(true)
    },
  )

  it('is the same in another time zone, another language and another folder', async () => {
    const env = {
      ...process.env, TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', SAMPLE: join(folder, 'run.json'), ...(micro !== undefined && { MICRO: microPath }),
    }
    const there = execFileSync(process.execPath, ['--input-type=module', '-e', elsewhere], { cwd: tmpdir(), env, encoding: 'utf8', maxBuffer: 2 ** 26 })
    expect(there === (await here).join('')).toBe(true)
  })
})
