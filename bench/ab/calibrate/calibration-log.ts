import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { replaceFile } from '../../archive/replace-file.ts'
import { createRunFolder } from '../../archive/run-writer.ts'
import { BenchError } from '../../errors.ts'
import type { CalibrationSuite } from './calibration-suite.ts'
import { calibrationSuiteSchema } from './calibration-suite.ts'

export const defaultCalibrationLog = resolve(import.meta.dirname, '../../../results/calibration/log.jsonl')

/** The suites of a log, oldest first; none where there is no file. Throws a usage error that names the line which is no suite. */
export function readCalibrationLog(path: string): readonly CalibrationSuite[] {
  return readText(path)
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(path, index + 1, line)]))
}

/** Throws `results-folder` where suites could not be appended: to be asked before an hour is measured. */
export function prepareCalibrationLog(path: string): void {
  const folder = dirname(resolve(path))
  explained(() => void createRunFolder(dirname(folder), basename(folder)))
}

/** A line more, or none: whatever happens meanwhile, the log holds whole lines. Figures are kept to the sixth decimal. */
export function appendToCalibrationLog(path: string, suite: CalibrationSuite): void {
  const before = readText(path)
  const separator = before === '' || before.endsWith('\n') ? '' : '\n'
  explained(() => replaceFile(path, `${before}${separator}${JSON.stringify(suite, toSixDecimals)}\n`))
}

function parseLine(path: string, line: number, text: string): CalibrationSuite {
  const hint = 'restore the file (git checkout), or take the line out'
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw new BenchError('usage', `${path}:${line} is no JSON: ${(cause as Error).message}`, hint, { cause })
  }
  const parsed = calibrationSuiteSchema.safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new BenchError('usage', `${path}:${line} is no calibration suite of this version: ${issue?.path.join('.')}: ${issue?.message}`, hint)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return ''
    throw new BenchError('usage', `cannot read the log ${path}: ${code ?? message}`, 'name another with --log', { cause })
  }
}

function explained(action: () => void): void {
  try {
    action()
  } catch (error) {
    if (!(error instanceof BenchError) || error.code !== 'results-folder') throw error
    throw new BenchError(error.code, error.message, 'name a log that can be written to with --log', { cause: error })
  }
}

const toSixDecimals = (_key: string, value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 1e6) / 1e6 : value
