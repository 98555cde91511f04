import type { Command } from 'commander'
import { defaultResultsFolder } from '../archive/default-results-folder.ts'
import type { CommandContext } from '../cli.ts'
import { formatMicro } from '../micro/micro-table.ts'
import type { MicroFile } from '../micro/micro-file.ts'
import { runMicro } from '../micro/run-micro.ts'
import type { MicroFlags } from '../micro/settings.ts'
import { resolveMicroSettings } from '../micro/settings.ts'
import { microTasks } from '../micro/tasks/index.ts'

export function addMicroCommand(program: Command, context: CommandContext): void {
  const micro = program
    .command('micro')
    .description('Measures hashes, JSON and entity-tags by themselves, each in processes of its own. Default: under 2 minutes.')
    .option('--quick', 'only what the report needs to say where the CPU of the usual strategies goes: under a minute')
    .option('--tasks <names>', 'comma-separated names, or "all" (the default)')
    .option('--sizes <sizes>', 'of the content: 1kB,50kB (default 100B,1kB,10kB,100kB,1MB)')
    .option('--payload <file>', 'measure with this JSON document instead')
    .option('--seed <number>', 'documents and orders are drawn from it (default 1)')
    .option('--launches <number>', 'processes of each task and size; at least 6 for intervals (default 6)')
    .option('--out <dir>', 'folder of the runs (default results/runs)')
    .option('--json', 'print the file to stdout instead of the tables')
    .action((flags: MicroFlags) => measure(flags, context))
  micro
    .command('list')
    .description('Lists the tasks.')
    .action(() => void context.stdout.write(microTasks.map(({ name, summary }) => `${name}\n  ${summary}\n`).join('')))
}

async function measure(flags: MicroFlags, context: CommandContext): Promise<void> {
  const settings = resolveMicroSettings(flags)
  const print = (file: MicroFile, path: string) =>
    void context.stdout.write(flags.json ? `${JSON.stringify(file)}\n` : formatMicro(file, path))
  const { micro, path } = await runMicro({ settings, resultsFolder: flags.out ?? defaultResultsFolder, context, printPartial: print })
  print(micro, path)
}
