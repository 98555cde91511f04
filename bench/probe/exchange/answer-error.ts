import type { IncomingHttpHeaders } from 'node:http'
import { formatDuration } from '../../units.ts'
import type { ExchangeLimits } from './limits.ts'
import { TargetError } from '../target-error.ts'

/** What had come when an answer went wrong. */
export interface Reached {
  readonly where: string
  readonly limits: ExchangeLimits
  /** Head included. */
  readonly receivedBytes: number
  /** After transfer decoding. */
  readonly contentBytes: number
  readonly firstBytes: Buffer
  /** Of the head, once it was whole. */
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly parserReason: string | undefined
}

export type AnswerErrorKind = 'timed-out' | 'slow' | 'endless' | 'too-large' | 'truncated' | 'not-http' | 'reset'

/** The head was whole or not, the bytes looked like HTTP or not: the message says which. */
export function answerError(kind: AnswerErrorKind, reached: Reached): TargetError {
  const looksLikeHttp = reached.firstBytes.subarray(0, 5).toString('latin1') === 'HTTP/'.slice(0, reached.firstBytes.length)
  if (kind === 'truncated' && !looksLikeHttp) return answerError('not-http', reached)
  return new TargetError(kind, `${reached.where}: ${describe[kind](reached)}`)
}

const describe: Readonly<Record<AnswerErrorKind, (reached: Reached) => string>> = {
  'timed-out': ({ limits }) =>
    `no byte of an answer within ${formatDuration(limits.firstByteMs)}; try it with curl, or allow it more with --timeout 30s`,
  slow: (reached) =>
    `${headSeen(reached)}, and it had not ended ${formatDuration(reached.limits.answerMs)} later, after ${arrived(reached)}` +
    (reached.headers['content-type']?.startsWith('text/event-stream')
      ? '; it is an event stream, which has no end: probe the resource that it tells of'
      : '; allow it more with --timeout 30s'),
  endless: (reached) =>
    `${headSeen(reached)}, and more than ${bytes(reached.limits.answerBytes)} with no end in sight; probe a resource of a smaller size`,
  'too-large': ({ limits, headers }) =>
    `Content-Length is ${bytes(Number(headers['content-length']))}, and the probe takes ${bytes(limits.answerBytes)} at most, since it reads the content again and again; ` +
    'probe a resource of a smaller size',
  truncated: (reached) =>
    `${headSeen(reached)}, and the connection was closed in the middle of the answer, after ${arrived(reached)}` +
    `${reached.headers['transfer-encoding'] === undefined ? '' : ', without the last chunk'}; look for a crash or a time limit in the log of the server or its proxy`,
  'not-http': ({ firstBytes, parserReason }) =>
    `the answer is not valid HTTP/1.1${parserReason === undefined ? '' : ` (${parserReason})`}, it begins ${preview(firstBytes)}; ${remedy(firstBytes)}`,
  reset: () => 'the connection was closed before any byte of an answer; look for a crash in the log of the server, or check scheme and port',
}

function headSeen({ status }: Reached): string {
  return status === undefined ? 'an answer began' : `an answer with status ${status} began`
}

function arrived({ status, receivedBytes, contentBytes, headers }: Reached): string {
  if (status === undefined) return bytes(receivedBytes)
  const promised = headers['transfer-encoding'] === undefined ? headers['content-length'] : undefined
  if (promised === undefined) return `${bytes(contentBytes)} of content`
  return `${contentBytes.toLocaleString('en-US')} of ${bytes(Number(promised))} of content`
}

const bytes = (count: number) => `${count.toLocaleString('en-US')} ${count === 1 ? 'byte' : 'bytes'}`

const preview = (firstBytes: Buffer) => JSON.stringify(firstBytes.subarray(0, 40).toString('latin1')).replaceAll(/[\x7f-\x9f]/g, '.')

/** A TLS record begins with its type (alert: 0x15) and version 3; a server of HTTP/2 alone begins with a SETTINGS frame. */
function remedy(firstBytes: Buffer): string {
  if (firstBytes[0] === 0x15 && firstBytes[1] === 3) return 'that is a TLS alert: try https://'
  if (firstBytes[0] === 0 && firstBytes[3] === 4) return 'that looks like HTTP/2, which the probe does not speak: let it answer HTTP/1.1 too'
  return firstBytes.subarray(0, 5).toString('latin1') === 'HTTP/' ? 'mend its head: caches and proxies refuse it too' : 'check the port'
}
