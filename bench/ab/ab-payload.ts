import type { Payload } from '../../servers/resource/payload.ts'
import type { AbFile, AbSettings } from './ab-file.ts'
import { formatSize } from '../../servers/resource/size.ts'

/** What the suite file says of the document of --payload. */
export function payloadEntry({ payloadFile }: Pick<AbSettings, 'payloadFile'>, payload: Payload | null): AbFile['payload'] {
  if (payload === null || payloadFile === null) return null
  const { fileBytes, sentBytes, bookkeepingBytes, bookkeeping } = payload
  return { file: payloadFile, fileBytes, sentBytes, bookkeepingBytes, bookkeeping }
}

/** `our-response.json, 4.213kB as sent`. */
export function describeSuitePayload({ file, sentBytes }: NonNullable<AbFile['payload']>): string {
  return `${file}, ${formatSize(sentBytes)} as sent`
}
