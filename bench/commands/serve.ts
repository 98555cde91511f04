import type { Command } from 'commander'
import { once } from 'node:events'
import type { CommandContext } from '../cli.ts'
import { BenchError } from '../errors.ts'
import { unknownName } from '../unknown-name.ts'
import { loadPayload } from '../../servers/resource/payload.ts'
import { contentCodings } from '../../servers/http/content-coding.ts'
import { references, serverCommand } from '../../servers/index.ts'
import { findTotalFault, parseSize } from '../../servers/resource/size.ts'
import { isStrategyFile } from '../../servers/strategies/load-strategy.ts'
import { strategies } from '../../servers/strategies/index.ts'
import { describeStrategyFile } from '../target/describe-strategy-file.ts'
import { startServer } from '../target/server-process.ts'
import { describeExit } from '../target/start-errors.ts'
import { startSupervisor } from '../target/supervision.ts'
import type { Supervisor } from '../target/supervision.ts'

interface ServeFlags {
  readonly strategy: string
  readonly size?: string
  readonly documents: string
  readonly port: string
  readonly seed: string
  readonly payload?: string
  readonly encoding?: string
}

const defaultSize = '10kB'
/** A million documents take their time. */
const startTimeoutMs = 300_000

export function addServeCommand(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('Starts one server to try with curl; Ctrl-C ends it.')
    .option('--strategy <name>', 'a strategy (npm run bench -- list), or the path of a strategy file', 'version')
    .option('--size <size>', 'size of the content as sent: 300B, 10kB, 1MB (default 10kB)')
    .option('--documents <count>', 'serves /orders/1 to /orders/<count>', '1')
    .option('--port <number>', 'port on 127.0.0.1; 0: any free one', '0')
    .option('--seed <number>', 'what the documents are drawn from', '1')
    .option('--payload <file>', 'serve this JSON document instead')
    .option('--encoding <coding>', 'gzip: the coding is negotiated by Accept-Encoding (default identity)')
    .action((flags: ServeFlags) => serve(flags, context))
}

async function serve(flags: ServeFlags, context: CommandContext): Promise<void> {
  checkFlags(flags)
  if (flags.payload !== undefined) {
    const reading = loadPayload(flags.payload)
    const fault = reading.ok ? findTotalFault(Number(flags.documents), [reading.sentBytes]) : `--payload: ${reading.reason}`
    if (fault !== undefined) throw new BenchError('usage', fault, 'npm run serve -- --help lists the flags')
  }
  const supervisor = startSupervisor()
  try {
    await serveSupervised(flags, context, supervisor)
  } finally {
    await supervisor.close()
  }
}

async function serveSupervised(flags: ServeFlags, { signal, stdout, stderr }: CommandContext, supervisor: Supervisor): Promise<void> {
  const { strategy, size, documents, port, seed, payload, encoding } = flags
  if (isStrategyFile(strategy)) await describeStrategyFile(strategy, { supervisor, signal })
  const content = payload === undefined ? ['--size', size ?? defaultSize] : ['--payload', payload]
  const args = [...serverCommand(strategy).args, '--port', port, '--documents', documents, '--seed', seed, ...content]
  if (encoding !== undefined) args.push('--encoding', encoding)
  const command = { name: strategy, command: process.execPath, args, node: true }
  const server = await startServer(command, { supervisor, readyTimeoutMs: startTimeoutMs, signal, output: { stdout, stderr } })
  const interruption = once(signal, 'abort')
  if (!signal.aborted) await Promise.race([server.exited, interruption])
  if (signal.aborted) {
    await server.stop()
    throw new BenchError('interrupted', 'server stopped', '')
  }
  throw new BenchError('server-died', `the server ended with ${describeExit(await server.exited)}`, 'its own message, if it had one, is above')
}

function checkFlags(flags: ServeFlags): void {
  const known = [...strategies, ...references].map(({ name }) => name)
  const problems: string[] = []
  if (!isStrategyFile(flags.strategy) && !known.includes(flags.strategy)) problems.push(unknownName('strategy', flags.strategy, known))
  if (flags.payload !== undefined && flags.size !== undefined) problems.push('--payload brings its own size: leave out --size')
  if (flags.encoding !== undefined && !contentCodings.some((coding) => coding === flags.encoding)) {
    problems.push(`--encoding ${flags.encoding}: give ${contentCodings.join(' or ')}`)
  }
  if (flags.encoding !== undefined && references.some(({ name }) => name === flags.strategy)) {
    problems.push(`${flags.strategy} is as it is: leave out --encoding`)
  }
  let sizeBytes = 0
  try {
    sizeBytes = parseSize(flags.size ?? defaultSize)
  } catch (error) {
    problems.push((error as Error).message)
  }
  for (const [flag, text, least, most] of [
    ['--documents', flags.documents, 1, 1_000_000],
    ['--port', flags.port, 0, 65_535],
    ['--seed', flags.seed, 0, 2 ** 32 - 1],
  ] as const) {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most) problems.push(`${flag} ${text}: give a whole number from ${least} to ${most}`)
  }
  const tooMuch = problems.length === 0 && flags.payload === undefined && findTotalFault(Number(flags.documents), [sizeBytes])
  if (tooMuch) problems.push(tooMuch)
  if (problems.length > 0) throw new BenchError('usage', problems.join('\n'), 'npm run serve -- --help lists the flags')
}
