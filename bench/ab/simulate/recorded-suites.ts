import { readFile } from 'node:fs/promises'
import { BenchError } from '../../errors.ts'
import { abFileSchema } from '../ab-file.ts'
import { cellEvidence } from '../cell-evidence.ts'
import type { CellEvidence } from '../design/evidence.ts'

/** What was measured in these suite files (`ab.json`). Throws a BenchError ('usage') that names the file which is none. */
export function loadRecordedSuites(paths: readonly string[]): Promise<CellEvidence[][]> {
  return Promise.all(paths.map(loadSuite))
}

async function loadSuite(path: string): Promise<CellEvidence[]> {
  const hint = 'give suite files of npm run ab, such as results/ab/*/ab.json'
  let content: unknown
  try {
    content = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new BenchError('usage', `cannot read the suite ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, hint, { cause })
  }
  const parsed = abFileSchema.safeParse(content)
  if (!parsed.success) throw new BenchError('usage', `${path} is no suite file of this version: ${parsed.error.issues[0]?.message}`, hint)
  const { settings, launches } = parsed.data
  return [...cellEvidence(settings.cells.map(({ name }) => name), launches, settings.pairsPerLaunch)]
}
