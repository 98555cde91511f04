import type { ScriptResponse } from '../../scenarios/scenario.ts'

/**
 * What an answer did to the framing of HTTP/1.1, whatever it said. `content-in-304`: bytes followed the head of a 304,
 * which ends with its head (RFC 9112 §6.3). `content-length-in-304`: a Content-Length, and no bytes; only the length of
 * the 200 would be allowed there (RFC 9110 §8.6), and clients are known to wait for that many bytes.
 * `unrequested-bytes`: bytes that belong to no request: behind this answer, where this answer should begin, or on the
 * connection before this request, which then left on a new one.
 */
export type ProtocolFault = 'content-in-304' | 'content-length-in-304' | 'unrequested-bytes'

/** Of a 304: content outweighs the length that announces it. */
export function notModifiedFault(headers: ScriptResponse['headers'], hasContent: boolean): ProtocolFault | undefined {
  if (hasContent) return 'content-in-304'
  return headers['content-length'] === undefined ? undefined : 'content-length-in-304'
}

/** Whether bytes may follow the head of a 304 although none should. */
export function announcesContent(headers: ScriptResponse['headers']): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined
}
