import { contentChanges, isLoss } from './content-changes.ts'
import type { ContentChange } from './content-changes.ts'
import type { Evidence } from './finding.ts'
import { formatJsonPath } from './json-path.ts'
import type { Ownership } from './ownership.ts'
import type { Representation } from './representation.ts'
import type { Restored } from './restoration.ts'
import { shellQuote } from './shell-quote.ts'

/** How the attempts to restore ended. */
export type RestorationEnding =
  /** GET shows the content before, as far as that is the session's business. */
  | { readonly kind: 'back'; readonly now: Representation }
  /** Somebody else's changes are there and stay; `fieldIsOurs`: with a value of the probe in the field. */
  | { readonly kind: 'theirs'; readonly now: Representation; readonly fieldIsOurs: boolean }
  | { readonly kind: 'not-back'; readonly because: string; readonly evidence: readonly Evidence[] }

export interface RestorationSubject {
  readonly url: URL
  readonly original: Representation
  readonly ownership: Ownership
  readonly savedTo: string
}

/** Says how the resource was left, and whether the saved content is of no more use. */
export function reportRestoration(ending: RestorationEnding, subject: RestorationSubject): { readonly restored: Restored; readonly isBack: boolean } {
  const { original, ownership, savedTo } = subject
  const field = formatJsonPath(ownership.field.path)
  if (ending.kind === 'not-back') {
    return { restored: failure(subject, `the resource was not restored: ${ending.because}`, ending.evidence), isBack: false }
  }
  const { now } = ending
  const evidence = [now.exchange.evidence('GET after the last write', `the field "${field}" is ${JSON.stringify(ownership.fieldIn(now.value))}`)]
  if (ending.kind === 'theirs') {
    const where = paths(ownership.foreignChanges(now.value)) || field
    const seen = `somebody else changed the resource meanwhile (${where}): their changes were left alone`
    if (ending.fieldIsOurs) return { restored: failure(subject, `${seen}, and with them a value of the probe in "${field}"`, evidence), isBack: false }
    return { restored: { seen: `${seen}; the content before the probe is in ${savedTo}` }, isBack: false }
  }
  if (now.exchange.response.body.equals(original.exchange.response.body)) {
    return { restored: { seen: `the resource is as it was: GET gives the same ${now.exchange.response.body.length} bytes as before` }, isBack: true }
  }
  const changes = contentChanges(original.value, now.value)
  const losses = changes.filter(isLoss)
  if (losses.length > 0) {
    return { restored: failure(subject, `PUT of the content before does not bring back ${paths(losses)}`, evidence), isBack: false }
  }
  const rest = changes.length === 0 ? 'the order of members or the space between them' : `what the server sets itself: ${changes.map(describe).join(', ')}`
  return { restored: { seen: `the resource is as it was, but for ${rest}` }, isBack: true }
}

/** The content is back, and yet a write without an answer may be carried out later. */
export function reportPendingWrite(now: Representation, subject: RestorationSubject): Restored {
  const seen = 'the resource was restored, but a PUT of the probe got no answer, and nothing shows that it is refused: it may still arrive'
  return failure(subject, seen, [now.exchange.evidence('GET after the last write')])
}

function failure({ url, original, savedTo }: RestorationSubject, seen: string, evidence: readonly Evidence[]): Restored {
  return {
    seen: `${seen}; the content before is in ${savedTo}`,
    finding: {
      id: 'not-restored',
      severity: 'error',
      seen,
      why: 'The probe changed this resource and could not leave it as it was.',
      rfc: 'RFC 9110 §9.3.4',
      mend:
        `The content before is in ${savedTo}. If it is still wanted, put it back by hand, with the precondition that the server asks for: ` +
        `curl -X PUT -H ${shellQuote(`Content-Type: ${original.contentType}`)} --data-binary @${savedTo} ${shellQuote(url.href)}`,
      evidence,
    },
  }
}

function paths(changes: readonly ContentChange[]): string {
  return changes.map(({ path }) => formatJsonPath(path)).join(', ')
}

function describe({ path, before, after }: ContentChange): string {
  const [was, is] = [before, after].map((each) => (each === 'absent' ? 'absent' : shorten(JSON.stringify(each.value))))
  return `${formatJsonPath(path)} (was ${was}, is ${is})`
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
