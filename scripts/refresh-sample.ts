import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readRunFile } from '../bench/archive/read-run-file.ts'
import { BenchError, exitCodeOf, formatError } from '../bench/errors.ts'
import { readMicroFile } from '../bench/micro/read-micro-file.ts'
import { mismatches } from '../bench/model/micro-fit.ts'
import { writeReports } from '../bench/report/write-reports.ts'
import { takeScreenshot } from './screenshot.ts'

export const sampleFolder = resolve(import.meta.dirname, '../results/sample')

/**
 * `node scripts/refresh-sample.ts [RUN.json] [--micro MICRO.json] [--no-screenshot]`: makes the sample from a run file, or,
 * without one, renders the sample's own again, as is needed whenever the report changes.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: { micro: { type: 'string' }, screenshot: { type: 'boolean', default: true } },
  })
  mkdirSync(sampleFolder, { recursive: true })
  const [runPath] = positionals
  if (runPath !== undefined) replaceInputs(runPath, values.micro)
  const written = await renderSample(sampleFolder)
  if (values.screenshot) written.push(...(await takePictures(join(sampleFolder, 'report.html'))))
  for (const path of written) console.log(path)
}

/** Only files that can be read, and fit each other, take the place of the old ones. A micro file belongs to its run: the old one goes with the old run. */
function replaceInputs(runPath: string, microPath: string | undefined): void {
  const run = readRunFile(runPath)
  const [unfit] = microPath === undefined ? [] : mismatches(run, readMicroFile(microPath))
  if (unfit !== undefined) throw new BenchError('usage', `${microPath} does not fit ${runPath}: ${unfit}`, 'give one that was made on the same machine (npm run micro)')
  copyFileSync(runPath, join(sampleFolder, 'run.json'))
  if (microPath === undefined) rmSync(join(sampleFolder, 'micro.json'), { force: true })
  else copyFileSync(microPath, join(sampleFolder, 'micro.json'))
}

/** From the sample's own files only. */
async function renderSample(folder: string): Promise<string[]> {
  const microPath = join(folder, 'micro.json')
  const micro = existsSync(microPath) ? readMicroFile(microPath) : undefined
  return [...(await writeReports(readRunFile(join(folder, 'run.json')), micro, folder))]
}

/** For the README: what a reader sees first, and one chart. */
async function takePictures(page: string): Promise<readonly string[]> {
  const [top, chart] = [join(sampleFolder, 'report.png'), join(sampleFolder, 'cpu-by-size.png')]
  await takeScreenshot({ ...screenshotSize, page, out: top })
  await takeScreenshot({ ...screenshotSize, page, out: chart, selector: '#cpu-by-size' })
  return [top, chart]
}

const screenshotSize = { widthPx: 1200, heightPx: 930, colorScheme: 'light' } as const

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    console.error(formatError(error))
    process.exitCode = exitCodeOf(error)
  }
}
