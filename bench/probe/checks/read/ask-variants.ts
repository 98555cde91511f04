import type { EntityTag } from '../../../../servers/http/entity-tag.ts'
import type { Exchange, Probe } from '../../finding.ts'
import type { HeaderLine } from '../../request-head.ts'
import { askWithTag } from './revalidation.ts'

export interface Variants {
  /** Not answered 304 though the tag was in them. */
  readonly failed: readonly Exchange[]
  /** Of those that could be judged. */
  readonly judged: number
  /** Why the others could not. */
  readonly because: string | undefined
}

/** Sends the held tag in several forms, each of which must be answered 304. */
export async function askVariants(
  probe: Probe,
  tag: EntityTag,
  variants: readonly ((tag: EntityTag) => readonly HeaderLine[])[],
): Promise<Variants> {
  const failed: Exchange[] = []
  let judged = 0
  let because: string | undefined
  for (const headersOf of variants) {
    const { outcome, exchange } = await askWithTag(probe, tag, headersOf)
    if (outcome === 'moved-on') because = 'the tag changed meanwhile'
    else if (outcome === 'unavailable') because = `the target answered ${exchange.response.status}`
    else {
      judged += 1
      if (outcome !== 'not-modified') failed.push(exchange)
    }
  }
  return { failed, judged, because }
}

/** The header lines of that name as sent: `"a", "b"`, several lines joined by ` and `. */
export function sentLines(exchange: Exchange, name: string): string {
  const lines = (exchange.request.headers ?? []).filter(([each]) => each === name)
  return lines.map(([, value]) => `${name}: ${value.replaceAll('\t', '<tab>')}`).join(' and ')
}

/** What the answers were, without repetition: `200`, `200 and 500`. */
export function statusesOf(exchanges: readonly Exchange[]): string {
  return [...new Set(exchanges.map(({ response }) => response.status))].join(' and ')
}
