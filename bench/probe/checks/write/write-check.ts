import type { Verdict } from '../../finding.ts'
import type { Trial } from '../../trial.ts'
import type { WriteSession } from '../../write-session.ts'
import type { IfMatchBehaviour } from './if-match-behaviour.ts'

/** What the writing checks of one run share. */
export interface WriteContext {
  readonly session: WriteSession
  /** What the resource does with If-Match, asked once. */
  ifMatch(): Promise<IfMatchBehaviour>
  /** A PUT with If-None-Match: *, made once. */
  createOnly(): Promise<Trial>
}

export interface WriteCheck {
  readonly id: string
  /** The behaviour as a sentence. */
  readonly title: string
  readonly rfc: string
  run(context: WriteContext): Promise<Verdict>
}
