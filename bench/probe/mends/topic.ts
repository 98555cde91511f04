/** What a mend is about. Several findings may share one. */
export const mendTopics = [
  'no-validator',
  'weak-compare',
  'strong-tag',
  'if-match',
  'atomic-write',
  'create-only',
  'precondition-required',
  'vary',
  'cache-control',
  'compression',
  'nodes',
  'drift',
  'last-modified',
  'not-modified-headers',
  'not-modified-cache-control',
  'not-modified-vary',
  'head',
  'error-tag',
] as const

export type MendTopic = (typeof mendTopics)[number]

/** The code of one framework or proxy; a topic is missing where there is nothing to be done in that place. */
export type Mends = Readonly<Partial<Record<MendTopic, string>>>
