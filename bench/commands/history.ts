import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { readAbFile } from '../ab/read-ab-file.ts'
import { replaceFile } from '../archive/replace-file.ts'
import type { CommandContext } from '../cli.ts'
import { BenchError } from '../errors.ts'
import { extendHistory } from '../history/extend-history.ts'
import { readHistory, writeHistory } from '../history/history-file.ts'

interface HistoryFlags {
  readonly file: string
  readonly out?: string
}

const defaultHistoryFile = resolve(import.meta.dirname, '../../results/history.jsonl')

export function addHistoryCommand(program: Command, context: CommandContext): void {
  program
    .command('history')
    .description('Adds suites of npm run ab against one pinned commit to a history, and draws it over commits.')
    .argument('[suites...]', 'ab.json files, or the folders that they are in; none: draw what there is')
    .option('--file <file>', 'the history, a suite on each line', defaultHistoryFile)
    .option('--out <file>', 'the page (default: history.html beside the history)')
    .action((suites: readonly string[], flags: HistoryFlags) => extend(suites, flags, context))
}

async function extend(paths: readonly string[], { file, out }: HistoryFlags, { stdout }: CommandContext): Promise<void> {
  const page = out ?? join(dirname(file), 'history.html')
  if (resolve(page) === resolve(file)) throw new BenchError('usage', `${page} would be the page and the history, and lose the suites`, 'name another file with --out')
  const suites = paths.map((path) => ({ path, file: readAbFile(path) }))
  const { entries, added, known, problems } = extendHistory(readHistory(file), suites)
  if (problems.length > 0) {
    throw new BenchError('usage', `nothing was added:\n${problems.map((problem) => `- ${problem}`).join('\n')}`, `a history holds complete suites of commits against one reference on one machine; another one is begun with --file`)
  }
  if (entries.length === 0) throw new BenchError('usage', `there is no history in ${file} yet`, 'npm run ab -- --base COMMIT --head COMMIT makes suites; name their ab.json')
  if (added.length > 0) writeHistory(file, entries)
  for (const id of known) stdout.write(`${id} is in the history already\n`)
  // Only now: the library that draws takes a second to load.
  const { renderHistory } = await import('../history/history-page.ts')
  replaceFile(page, renderHistory(entries))
  stdout.write(`${added.length} added, ${entries.length} in all: ${file}\n${page}\n`)
}
