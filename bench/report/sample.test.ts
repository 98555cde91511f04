import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRunFile } from '../archive/read-run-file.ts'
import { readMicroFile } from '../micro/read-micro-file.ts'
import { reportFormats } from './formats.ts'

const folder = resolve(import.meta.dirname, '../../results/sample')
const run = readRunFile(join(folder, 'run.json'))
const microPath = join(folder, 'micro.json')
const micro = existsSync(microPath) ? readMicroFile(microPath) : undefined

describe('results/sample', () => {
  it('was made by a default run that came to its end', () => {
    expect([run.settings.mode, run.status]).toEqual(['default', 'complete'])
  })

  it.each(reportFormats.map(({ fileName, render }) => ({ fileName, render })))(
    '$fileName is, byte for byte, what its run file gives (node scripts/refresh-sample.ts makes it anew)',
    async ({ fileName, render }) => {
      // Compared as one value: the difference of two pages is nothing to read.
      expect((await render(run, micro)) === readFileSync(join(folder, fileName), 'utf8')).toBe(true)
    },
  )
})
