import { gunzipSync } from 'node:zlib'
import type { ContentCoding } from '../../servers/http/content-coding.ts'
import type { ScriptResponse } from '../../scenarios/scenario.ts'

/** What asks for contents in this coding: nothing for identity, which is what a request without the header gets. */
export function acceptHeaders(coding: ContentCoding): Readonly<Record<string, string>> {
  return coding === 'identity' ? {} : { 'accept-encoding': coding }
}

/** The response with its content decoded. One that is not what its Content-Encoding says stays as it is: nobody can read a document in it. */
export function decodeResponse(response: ScriptResponse): ScriptResponse {
  const coding = response.headers['content-encoding']
  return coding === undefined ? response : { ...response, body: decodeContent(response.body, coding) }
}

export function decodeContent(content: Buffer, contentEncoding: string | undefined): Buffer {
  if (contentEncoding !== 'gzip') return content
  try {
    return gunzipSync(content)
  } catch {
    return content
  }
}
