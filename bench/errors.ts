/** Why a command could not do what it was asked, and the exit code that says so to a script or a CI job. */
const exitCodes = {
  usage: 2,
  'cannot-tell': 3,
  void: 4,
  harness: 5,
  'server-start': 5,
  'server-died': 5,
  'server-hung': 5,
  'results-folder': 5,
  unreachable: 5,
  interrupted: 130,
} as const

export type ErrorCode = keyof typeof exitCodes

/** An error with a known reason. `message` is what was seen and where, `hint` what to do next. */
export class BenchError extends Error {
  override readonly name = 'BenchError'
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, hint: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
    this.hint = hint
  }
}

/** The exit code a command ends with after this error; an error nobody foresaw counts as a failure of the harness. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof BenchError) return exitCodes[error.code]
  return isAbort(error) ? exitCodes.interrupted : exitCodes.harness
}

/** What to print on stderr: message and hint, or the stack of an error nobody foresaw. */
export function formatError(error: unknown): string {
  if (error instanceof BenchError) return error.hint === '' ? error.message : `${error.message}\n${error.hint}`
  if (isAbort(error)) return 'interrupted'
  return `unexpected error, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
