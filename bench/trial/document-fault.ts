import { setTimeout as delay } from 'node:timers/promises'
import { formatSize } from '../../servers/resource/size.ts'
import { BenchError } from '../errors.ts'
import type { Arm } from '../plan/arm.ts'
import type { BenchSettings } from '../plan/settings.ts'
import type { Server } from '../target/server-process.ts'
import { quoteOutput, quoteWord } from '../target/start-errors.ts'

/** One document of a running server, and what it was started with. */
export interface ServedDocument {
  readonly arm: Arm
  readonly server: Pick<Server, 'stderrTail'>
  readonly settings: Pick<BenchSettings, 'payloadFile' | 'seed'>
  readonly id: number
  readonly sizeBytes: number
}

/** What a server writes of its failure may arrive after its answer. */
const lastWordsMs = 100

/** `seen` goes on from `server "x" `; what the server wrote follows, and how to see the same by hand. */
export async function documentFault(
  document: ServedDocument,
  code: 'server-start' | 'server-hung',
  seen: string,
  options?: { readonly cause: unknown },
): Promise<BenchError> {
  await delay(lastWordsMs)
  const message = `server "${document.arm.name}" ${seen}${quoteOutput('stderr', document.server.stderrTail())}`
  return new BenchError(code, message, `try the request by hand: ${document.arm.byHand ?? serveByHand(document)}`, options)
}

/** What to type for a server of the same content under the same id. */
export function serveByHand({ arm, settings: { payloadFile, seed }, id, sizeBytes }: ServedDocument): string {
  const content = payloadFile === null ? ['--size', formatSize(sizeBytes)] : ['--payload', payloadFile]
  const flags = ['--strategy', served(arm), ...content]
  if (id > 1) flags.push('--documents', String(id))
  if (seed !== 1) flags.push('--seed', String(seed))
  // A reference is as it is.
  if (arm.role !== 'reference' && arm.encoding !== 'identity') flags.push('--encoding', arm.encoding)
  return `npm run serve -- ${flags.map(quoteWord).join(' ')}`
}

/** The path of a user's file, not the name that it gives itself; `none` for both controls. */
function served({ name, role, command: { args } }: Arm): string {
  const flag = args.indexOf('--strategy')
  return role === 'reference' || flag < 0 ? name : (args[flag + 1] ?? name)
}
