/** What a scripted client does next. A tag is opaque to it, as to any client. */
export interface ScriptRequest {
  /**
   * `poll`: conditional GET from the user's validator store; `read`: GET before an edit; `edit`: PUT;
   * `touch`: PUT of the content as it was read, with no edit id of its own and no step of the tally.
   */
  readonly kind: 'poll' | 'read' | 'edit' | 'touch'
  readonly method: 'GET' | 'PUT'
  /** 1-based: the request goes to `/orders/<document>`. */
  readonly document: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer
  /** Of an edit: the edit id that it writes. */
  readonly editId?: string
  /** Of an edit or a touch: the edit id in the content that it changes or sends back. */
  readonly baseEditId?: string
  /** Of an edit or a touch: 1 for the first try of this logical edit. */
  readonly attempt?: number
  /** Of an edit or a touch: whether a 412 would make the editor give up. */
  readonly lastAttempt?: boolean
  /** Of an edit, a touch and the reads made for it: which logical edit of this user, 1-based. */
  readonly logicalEdit?: number
}

export interface ScriptResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

/** `undefined`: no complete answer came; `dropped`: the request was never sent. */
export type Answer = ScriptResponse | undefined | 'dropped'

/**
 * `no-answer`: time-out, reset or truncated response; an edit that ends so is indeterminate and never resent.
 * `dropped`: of an open workload: it could not leave in time, so it never did.
 */
export type Outcome = 'fetched' | 'not-modified' | 'committed' | 'aborted' | 'failed' | 'no-answer' | 'dropped'

/** When a request is to start. */
export type Start =
  /** Closed: so long after the previous answer of the same user. */
  | { readonly waitMs: number }
  /**
   * Open: since the start of the script, whatever the answers do. Not sent when it could only leave later than
   * `atMs + dropAfterMs`.
   */
  | { readonly atMs: number; readonly dropAfterMs: number }

export type Step = (Start & { readonly request: ScriptRequest }) | 'done'

export interface UserContext {
  /** 0-based. */
  readonly index: number
  /** Uniform in [0, 1), seeded per user: the same for every strategy. */
  readonly random: () => number
}

/**
 * A state machine per virtual user: no sockets, no clock, so that any client can drive it and tests need neither.
 * `Settings` are its parameters, numbers (units in their names) or words; `User` is its private state.
 */
export interface Scenario<Settings, User> {
  readonly name: string
  readonly summary: string
  readonly defaults: Settings
  /** `open`: what starts, starts when due, whatever the answers do; what follows from it (a retry) may be a closed step. */
  readonly workload: 'closed' | 'open'
  users(settings: Settings): number
  documents(settings: Settings): number
  /** Sockets shared by all users; default one per user. */
  connections?(settings: Settings): number
  /** Flags that the server under test needs, such as `{ drift: 'key-order' }`: appended as `--drift key-order`. */
  serverFlags?(settings: Settings): Readonly<Record<string, string>>
  newUser(settings: Settings, context: UserContext): User
  /** The same step until its answer is observed. */
  next(user: User): Step
  observe(user: User, request: ScriptRequest, answer: Answer): Outcome
}
