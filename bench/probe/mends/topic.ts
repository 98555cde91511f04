/** What a mend is about. Several findings may share one. */
export type MendTopic =
  | 'no-validator'
  | 'weak-compare'
  | 'if-match'
  | 'precondition-required'
  | 'atomic-write'
  | 'vary'
  | 'cache-control'
  | 'compression'
  | 'nodes'
  | 'drift'
  | 'last-modified'
  | 'not-modified-headers'
  | 'head'
  | 'error-tag'

/** The code of one framework or proxy; a topic is missing where there is nothing to be done in that place. */
export type Mends = Readonly<Partial<Record<MendTopic, string>>>
