/** What a scripted client does next. A tag is opaque to it, as to any client. */
export interface ScriptRequest {
  /** `poll`: conditional GET from the user's validator store; `read`: GET before an edit; `edit`: PUT. */
  readonly kind: 'poll' | 'read' | 'edit'
  readonly method: 'GET' | 'PUT'
  /** 1-based: the request goes to `/orders/<document>`. */
  readonly document: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer
  /** Of an edit: the edit id that it writes. */
  readonly editId?: string
  /** Of an edit: the edit id in the content that it changes. */
  readonly baseEditId?: string
  /** Of an edit: 1 for the first try of this logical edit. */
  readonly attempt?: number
  /** Of an edit: whether a 412 would make the editor give up. */
  readonly lastAttempt?: boolean
}

export interface ScriptResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

/** `no-answer`: time-out, reset or truncated response; an edit that ends so is indeterminate and never resent. */
export type Outcome = 'fetched' | 'not-modified' | 'committed' | 'aborted' | 'failed' | 'no-answer'

/** `waitMs` passes between the previous response and the intended start of the request. */
export type Step = { readonly waitMs: number; readonly request: ScriptRequest } | 'done'

export interface UserContext {
  /** 0-based. */
  readonly index: number
  /** Uniform in [0, 1), seeded per user: the same for every strategy. */
  readonly random: () => number
}

/**
 * A state machine per virtual user: no sockets, no clock, so that any client can drive it and tests need neither.
 * `Settings` are its parameters (units in their names), `User` its private state.
 */
export interface Scenario<Settings, User> {
  readonly name: string
  readonly summary: string
  readonly defaults: Settings
  users(settings: Settings): number
  documents(settings: Settings): number
  newUser(settings: Settings, context: UserContext): User
  next(user: User): Step
  /** `undefined`: no answer came. */
  observe(user: User, request: ScriptRequest, response: ScriptResponse | undefined): Outcome
}
