import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { formatDuration } from '../../units.ts'
import { TargetError } from '../target-error.ts'

const isAboutCertificate = /CERT|SIGNED|SIGNATURE|ISSUER|ALTNAME|CRL/
const nameErrors = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA']

/** A connected socket, TLS done where the URL says https. Throws TargetError, or the signal's reason. */
export async function openConnection(url: URL, connectMs: number, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted()
  const secure = url.protocol === 'https:'
  const host = url.hostname.replaceAll(/^\[|\]$/g, '')
  const port = Number(url.port) || (secure ? 443 : 80)
  const socket = secure
    ? connectTls({ host, port, ALPNProtocols: ['http/1.1'], ...(isIP(host) === 0 ? { servername: host } : {}) })
    : connect({ host, port })
  socket.setNoDelay(true)
  // Whoever uses the socket listens too; an error between two uses must not end the process.
  socket.on('error', () => {})
  let connected = !secure
  socket.once('connect', () => (connected = true))
  return new Promise<Socket>((resolve, reject) => {
    const fail = (error: unknown) => {
      settle()
      socket.destroy()
      reject(error)
    }
    const onReady = () => {
      settle()
      resolve(socket)
    }
    const onError = (error: NodeJS.ErrnoException) => fail(connectError(error, `${url.hostname}:${port}`, secure && connected))
    const onClose = () => onError(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }))
    const onAbort = () => fail(signal.reason)
    const timer = setTimeout(() => fail(connectTimeout(url, port, connectMs)), connectMs)
    const settle = () => {
      clearTimeout(timer)
      socket.off('error', onError).off('close', onClose).off(secure ? 'secureConnect' : 'connect', onReady)
      signal.removeEventListener('abort', onAbort)
    }
    socket.once('error', onError).once('close', onClose).once(secure ? 'secureConnect' : 'connect', onReady)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

function connectTimeout(url: URL, port: number, connectMs: number): TargetError {
  return new TargetError(
    'timed-out',
    `no connection to ${url.hostname}:${port} within ${formatDuration(connectMs)}: check host, port and firewall, or allow it more with --timeout`,
  )
}

function connectError(error: NodeJS.ErrnoException & { readonly reason?: string }, where: string, inTls: boolean): TargetError {
  const code = error.code ?? error.message
  const options = { cause: error }
  if (nameErrors.includes(code)) {
    return new TargetError('dns', `the host of ${where} has no address (${code}): check its spelling, and the network or VPN it is known in`, options)
  }
  if (inTls && isAboutCertificate.test(code)) {
    return new TargetError('tls', `the certificate of ${where} is not trusted (${code}: ${error.message}): ${certificateHint(code)}`, options)
  }
  if (inTls) {
    return new TargetError(
      'tls',
      `TLS with ${where} failed (${code}: ${error.reason ?? error.message}): give http:// if the port has no TLS`,
      options,
    )
  }
  if (code === 'ETIMEDOUT') return new TargetError('timed-out', `no connection to ${where} (ETIMEDOUT): check host, port and firewall`, options)
  return new TargetError('refused', `cannot connect to ${where} (${code}): start the server, or check host and port`, options)
}

function certificateHint(code: string): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'give the host by a name that the certificate has'
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return 'renew it, or set the clock'
  return 'for a certificate or an authority of your own, put NODE_EXTRA_CA_CERTS=ca.pem into the environment'
}
