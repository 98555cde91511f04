import type { Command } from 'commander'
import type { AbFile } from '../ab/ab-file.ts'
import type { AbFlags } from '../ab/ab-options.ts'
import { resolveAbPlan } from '../ab/ab-options.ts'
import { defaultDesign } from '../ab/design/sequential-design.ts'
import { publishFailure } from '../ab/output/publish-failure.ts'
import { publishSuite } from '../ab/output/publish-suite.ts'
import { runAb } from '../ab/run-ab.ts'
import { formatSuite } from '../ab/verdict-table.ts'
import type { CommandContext } from '../cli.ts'
import { formatError } from '../errors.ts'
import { describePayload } from '../report/payload.ts'

export function addAbCommand(program: Command, context: CommandContext): void {
  const ab = program
    .command('ab')
    .description('Has head become slower than base? Verdicts with a known error rate; 15 cells take about 20 minutes.')
    .option('--base <ref>', 'commit to compare with: a branch, a tag, HEAD~1')
    .option('--head <ref>', 'commit that is judged (default: the working tree as it is)')
    .option('--command-base <command>', 'compare any two servers instead: starts base')
    .option('--command-head <command>', 'starts head')
    .option('--command <command>', 'with --base: starts the server of either commit, in its folder')
    .option('--build <command>', 'with --base: run in the folder of either commit first')
  ab.optionsGroup('What is compared (also in bench.config.json):')
    .option('--strategies <names>', 'all usual cells of these (default: the five of bench)')
    .option('--sizes <sizes>', 'content sizes as sent (default 10kB)')
    .option('--payload <file>', 'compare with this JSON document instead of orders')
    .option('--classes <classes>', 'of 200,304,put,412 (default: all; 412 of version only)')
    .option('--cells <cells>', 'cells by name instead: sha256/10kB/304,version/10kB/put')
    .option('--ignore <cells>', 'cells left out; a part may be *: last-modified/*/put')
    .option('--minimum-effect <share>', `changes up to this never count (default ${defaultDesign.minimumEffect * 100}%)`)
    .option('--alpha <share>', `chance of any false alarm in a suite, before confirmation (default ${defaultDesign.familyAlpha * 100}%)`)
    .option('--config <file>', 'default: bench.config.json of this folder, if it is there')
  ab.optionsGroup('How it is measured:')
    .option('--smoke', 'a look, at most 3 minutes: sees only changes of 20 % or more')
    .option('--launches <number>', 'end the screening after so many; what is open or unconfirmed then cannot be told')
    .option('--pairs <number>', 'pairs of bursts of each cell in a launch')
    .option('--warmup <duration>', 'server CPU spent on each class before anything counts')
    .option('--burst <duration>', 'server CPU that a burst is sized for (default 20ms)')
    .option('--seed <number>', 'documents and orders are drawn from it (default 1)')
  ab.optionsGroup('What comes of it:')
    .option('--fail-on-cannot-tell', 'exit code 3 where a cell cannot be told')
    .option('--no-exact', 'leave out the exact gates; every output says so')
    .option('--out <dir>', 'folder of the suites (default results/ab)')
    .option('--json', 'print the suite file to stdout instead of the table')
    .action((flags: AbFlags) => compare(flags, context))
}

async function compare(flags: AbFlags, context: CommandContext): Promise<void> {
  const { stdout, stderr } = context
  const print = (text: string) => void (flags.json ? stderr : stdout).write(text)
  let hasSuite = false
  const publish = (file: AbFile, path: string) => {
    hasSuite = true
    stdout.write(flags.json ? `${JSON.stringify(file)}\n` : formatSuite(file, path))
    publishSuite(file, path, process.env, print)
  }
  try {
    const plan = await resolveAbPlan(flags)
    if (plan.payload !== null) stderr.write(`${describePayload(plan.settings.payloadFile!, plan.payload).join('\n')}\n`)
    const { file, path } = await runAb({ plan, resultsFolder: flags.out, context, printPartial: publish })
    process.exitCode = file.exitCode ?? 0
    publish(file, path)
  } catch (error) {
    if (!hasSuite) publishFailure(error, process.env, print)
    // A regression stays one when a copy of it cannot be written.
    if ((process.exitCode ?? 0) === 0) throw error
    stderr.write(`${formatError(error)}\n`)
  }
}
