/** A figure with its 95 % interval over launches; null bounds: too few launches for one. */
export interface Bounded {
  readonly point: number
  readonly low: number | null
  readonly high: number | null
}

/** What one strategy costs and loses under a traffic. */
export interface StrategyAdvice {
  readonly strategy: string
  /** Busy on average, over all nodes; null: the run cannot say. */
  readonly cores: Bounded | null
  /** Of 10^9 bytes, both directions, heads included; null: the run cannot say. */
  readonly gbPerDay: number | null
  /** Of 730 hours and 30.4 days, at the prices stated; null: the run cannot say. */
  readonly moneyPerMonth: Bounded | null
  /** Of polls; 0 to 1. */
  readonly share304: number
  /** Writes that are refused with a 412. */
  readonly abortsPerDay: number
  /** Accepted edits that are overwritten unseen. */
  readonly lostUpdatesPerDay: number
  /** 304s to clients whose copy is outdated. */
  readonly stale304sPerDay: number
  /** Whether no edit is lost and no 304 is false under this traffic. */
  readonly losesNothing: boolean
  /** Why the traffic's constraints rule it out, or why the run cannot say; null: it may be picked. */
  readonly excluded: string | null
  /** Where this leaves what was measured, one sentence each. */
  readonly extrapolates: readonly string[]
}

export interface Advice {
  /** As in the run, `none` first. */
  readonly strategies: readonly StrategyAdvice[]
  /** The cheapest in money that loses nothing and is not excluded; null: there is none. */
  readonly recommended: string | null
  /** That lose nothing either and whose cost cannot be told from it, cheapest first. */
  readonly indistinguishable: readonly string[]
  readonly reasons: readonly string[]
  /** Single changes of the traffic after which another one would be recommended, and what else speaks against the answer. */
  readonly wouldChange: readonly string[]
}
