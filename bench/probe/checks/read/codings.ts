import type { Exchange, Probe } from '../../finding.ts'
import { membersOf } from './field-lists.ts'

const codings = ['identity', 'gzip', 'br', 'deflate', 'zstd'] as const

/** The resource in each content coding that the target has, the first of each; what was not successful is left out. */
export async function readCodings(probe: Probe): Promise<ReadonlyMap<string, Exchange>> {
  const representations = new Map<string, Exchange>()
  for (const coding of codings) {
    const exchange = await probe.send({ headers: [['Accept-Encoding', coding]] })
    const { status } = exchange.response
    const applied = codingOf(exchange)
    if (status >= 200 && status <= 299 && !representations.has(applied)) representations.set(applied, exchange)
  }
  return representations
}

/** `identity` where the content came as it is. */
export function codingOf({ response }: Exchange): string {
  const applied = membersOf(response.header('content-encoding')).filter(coding => coding !== 'identity')
  return applied.length > 0 ? applied.join(', ') : 'identity'
}
