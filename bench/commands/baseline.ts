import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { makeFolder } from '../archive/make-folder.ts'
import { readRunFile } from '../archive/read-run-file.ts'
import { orExplain, replaceFile } from '../archive/replace-file.ts'
import type { RunFile } from '../archive/run-file.ts'
import { askYesNo } from '../ask-yes-no.ts'
import type { CommandContext } from '../cli.ts'
import { describePromotion, findDoubts } from '../compare/promote-baseline.ts'
import { BenchError } from '../errors.ts'

interface BaselineFlags {
  readonly yes?: boolean
  readonly force?: boolean
  readonly out: string
}

const defaultBaselineFolder = resolve(import.meta.dirname, '../../results/baseline')

export function addBaselineCommand(program: Command, context: CommandContext): void {
  program
    .command('baseline')
    .description('Makes a run the baseline that later ones are compared with (npm run compare -- results/baseline RUN).')
    .argument('<run>', 'a run.json, or the folder that it is in')
    .option('--yes', 'replace what is there without asking')
    .option('--force', 'take a run that is partial, void, or made with changes that no commit has')
    .option('--out <dir>', 'folder of the baseline', defaultBaselineFolder)
    .action((path: string, flags: BaselineFlags) => promote(path, flags, context))
}

async function promote(path: string, { yes = false, force = false, out }: BaselineFlags, context: CommandContext): Promise<void> {
  const run = readRunFile(path)
  const doubts = findDoubts(run)
  if (doubts.length > 0 && !force) {
    throw new BenchError('usage', `${path} should not become the baseline:\n${doubts.map((doubt) => `- ${doubt}`).join('\n')}`, 'measure again on a clean checkout; --force takes it all the same')
  }
  const target = join(out, 'run.json')
  context.stdout.write(describePromotion(run, readReplaced(target, force), target))
  for (const doubt of doubts) context.stderr.write(`warning: ${doubt}\n`)
  if (!yes && !(await isAgreed(context))) {
    context.stdout.write('nothing was changed\n')
    return
  }
  writeBaseline(target, run)
  context.stdout.write(`written: ${target}\n`)
}

/** A baseline that cannot be read is replaced only by force. */
function readReplaced(target: string, force: boolean): RunFile | null {
  if (!existsSync(target)) return null
  try {
    return readRunFile(target)
  } catch (error) {
    if (force) return null
    if (!(error instanceof BenchError)) throw error
    throw new BenchError(error.code, `the baseline that is there cannot be shown: ${error.message}`, 'nothing was changed; --force replaces it all the same', { cause: error })
  }
}

async function isAgreed({ stdout, signal }: CommandContext): Promise<boolean> {
  if (!process.stdin.isTTY || !stdout.isTTY) {
    throw new BenchError('usage', 'nothing was changed: nobody can be asked, since this is no terminal', 'give --yes')
  }
  return askYesNo('Make it the baseline? [y/N] ', { input: process.stdin, output: stdout, signal })
}

function writeBaseline(target: string, run: RunFile): void {
  const folder = dirname(target)
  orExplain(`create ${folder}`, () => makeFolder(folder))
  replaceFile(target, `${JSON.stringify(run)}\n`)
}
