export type BackoffPolicy = 'none' | 'fixed' | 'exponential'

export type BackoffSettings = {
  /** Conditional writes per logical edit. */
  readonly attempts: number
  readonly backoff: BackoffPolicy
  /**
   * What an editor waits after the nth 412. `none`: nothing; `fixed`: this; `exponential`: full jitter, evenly
   * distributed between 0 and this x 2^(n-1) (Brooker, "Exponential Backoff And Jitter", 2015).
   */
  readonly backoffBaseMs: number
}

/** Draws `attempts` times whatever the policy is, so that the same seed edits the same under all of them. */
export function drawBackoffMs(settings: BackoffSettings, random: () => number): readonly number[] {
  return Array.from({ length: settings.attempts }, (_, earlierAborts) => backoffMs(settings, earlierAborts, random()))
}

function backoffMs({ backoff, backoffBaseMs }: BackoffSettings, earlierAborts: number, fraction: number): number {
  switch (backoff) {
    case 'none': return 0
    case 'fixed': return backoffBaseMs
    case 'exponential': return backoffBaseMs * 2 ** earlierAborts * fraction
    default: throw new RangeError(`back-off "${backoff as string}": choose none, fixed or exponential`)
  }
}
