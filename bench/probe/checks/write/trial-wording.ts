import type { Evidence, Exchange } from '../../finding.ts'
import type { Trial } from '../../trial.ts'

/** `412 Precondition Failed`. */
export function statusOf({ response }: Exchange): string {
  return `${response.status} ${response.reason}`.trimEnd()
}

/** The PUT, and what GET showed after it. */
export function evidenceOf(trial: Trial, label: string): readonly Evidence[] {
  const fate = trial.landed ? 'the content that was sent is there' : 'the content that was sent is not there'
  return [
    trial.sent.evidence(label),
    trial.after.exchange.evidence('GET after it', fate),
  ]
}
