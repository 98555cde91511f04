export type Severity = 'error' | 'warning' | 'note'

/** One request and its answer as bytes, credentials already redacted. */
export interface Evidence {
  readonly label: string
  readonly requestHead: string
  readonly responseHead: string
  readonly remark?: string
}

/** Code that mends a finding in one framework or proxy. */
export interface Snippet {
  readonly for: 'express' | 'fastify' | 'nginx'
  readonly code: string
}

export interface Finding {
  /** Stable, kebab-case: the id of the check, or a more precise one that the check declares. */
  readonly id: string
  readonly severity: Severity
  /** One sentence of what was seen, with the concrete values. */
  readonly seen: string
  /** Why it hurts: polls become 200, lost updates, broken caches. */
  readonly why: string
  /** Such as `RFC 9110 §13.1.2`. */
  readonly rfc: string
  /** What to do. */
  readonly mend: string
  readonly snippets?: readonly Snippet[]
  readonly evidence: readonly Evidence[]
}

/** What a check says: findings (never an empty list); or that it passed; or why it could not be made. */
export type Verdict =
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  | { readonly kind: 'passed'; readonly seen: string }
  | { readonly kind: 'unchecked'; readonly because: string }

export interface Check {
  readonly id: string
  /** The behaviour as a sentence: `If-None-Match with the exact tag is answered 304`. */
  readonly title: string
  readonly rfc: string
  /** `also`: made only with --also; `write`: only with --write. */
  readonly needs?: 'also' | 'write'
  run(probe: Probe): Promise<Verdict>
}

/**
 * What a check may do to the target. Requests count against the bound and the rate; past the bound `send` throws ProbeBoundError,
 * which the runner turns into `unchecked`.
 */
export interface Probe {
  readonly url: URL
  readonly also: readonly URL[]
  readonly signal: AbortSignal
  /**
   * Sends exactly these header lines, in this order, nothing tidied; Host, the user's --header lines, User-Agent, Accept and
   * `Connection: close` are added unless given. What changes nothing is sent once more where it is answered 500, which a server may
   * do now and then whatever it is asked. Throws TargetError when no whole answer comes.
   */
  send(request: ProbeRequest): Promise<Exchange>
  /** The plain GET of the resource that all checks share (sent twice at the start, without Accept-Encoding). */
  readonly baseline: Baseline
}

export interface ProbeRequest {
  /** Default GET. */
  readonly method?: string
  /** Default: the probed one. */
  readonly url?: URL
  /** A value is sent byte for byte (latin1). */
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly body?: Buffer
  /** Requests with the same key go over one kept connection, one at a time; default: a connection of its own. */
  readonly connection?: string
}

export interface Exchange {
  readonly request: ProbeRequest
  /** Redacted, for evidence. */
  readonly requestHead: string
  readonly response: ProbeResponse
  evidence(label: string, remark?: string): Evidence
}

export interface ProbeResponse {
  readonly status: number
  readonly reason: string
  /** As received, in order. */
  readonly headerLines: readonly (readonly [name: string, value: string])[]
  /** Case-insensitive; several lines joined with `, `; undefined if absent. */
  header(name: string): string | undefined
  /** Status line and headers as received; values of Set-Cookie and credentials redacted. */
  readonly head: string
  /** After transfer decoding, before content decoding. */
  readonly body: Buffer
  /** Bytes that followed the complete answer on the connection: content of a 304, say. */
  readonly surplusBytes: number
  readonly elapsedMs: number
}

export interface Baseline {
  readonly first: Exchange
  readonly second: Exchange
}

/** What restoring needs beyond a Probe. The command opens the write session with it and closes the session last of all. */
export interface WriteProbe extends Probe {
  /** `--field NAME`; undefined where it was not given. */
  readonly field: string | undefined
  /** As `send`, but also after Ctrl-C and past the bound, and a 429 is an answer like any other: only to restore what was written. */
  sendAlways(request: ProbeRequest): Promise<Exchange>
}
