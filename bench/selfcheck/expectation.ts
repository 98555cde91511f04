import type { ScenarioSettings } from '../../scenarios/index.ts'
import type { Sign } from './sign.ts'

/** The script that exposes a fault, and what a run on the faulty server must say. */
export interface Expectation {
  /** As `servers/faults/index.ts` lists it. */
  readonly fault: string
  readonly strategy: string
  readonly scenario: string
  /** Beside the scenario's defaults. */
  readonly settings: ScenarioSettings
  /** All of them must be seen. */
  readonly namedBy: readonly [Sign, ...Sign[]]
  /** They follow from the fault, but need not be seen. Anything else must not. */
  readonly mayFollow: readonly Sign[]
}

type Script = Pick<Expectation, 'scenario' | 'settings'>

// No script thinks: a machine that is busy otherwise cannot make one void. Each is long enough for its fault to show many
// times, whatever the order in which requests come.
const unchanged: Script = { scenario: 'poll-unchanged', settings: { users: 4, polls: 60, thinkMs: 0 } }
const changing: Script = { scenario: 'poll-changing', settings: { users: 4, polls: 100, changedFraction: 0.5, thinkMs: 0 } }
const contended: Script = {
  scenario: 'edit-contended',
  settings: { editors: 8, documents: 2, edits: 40, thinkMs: 0, attempts: 3, backoff: 'none', backoffBaseMs: 0 },
}
/** Long enough for a stall of 2 s half a second after the start; arrivals that find no connection for 500 ms are dropped. */
const dashboard: Script = {
  scenario: 'dashboard',
  settings: { users: 20, everyMs: 500, jitterFraction: 0.1, documents: 5, changesPerMinute: 60, durationMs: 3000 },
}

/** In the order of the faults. */
export const expectations: readonly Expectation[] = [
  { fault: 'drops-writes', strategy: 'version', ...contended, namedBy: ['lost-updates', 'oracles-disagree'], mayFollow: [] },
  { fault: 'non-atomic-write', strategy: 'version', ...contended, namedBy: ['lost-updates'], mayFollow: [] },
  {
    fault: 'refused-but-written',
    strategy: 'version',
    ...contended,
    namedBy: ['oracles-disagree', 'unknown-values'],
    // What it writes replaces acknowledged edits, and carries tallies of edits that were never acknowledged.
    mayFollow: ['lost-updates', 'impossible-tally'],
  },
  { fault: 'weak-if-match', strategy: 'version', ...unchanged, namedBy: ['weak-if-match'], mayFollow: [] },
  { fault: 'stale-not-modified', strategy: 'version', ...changing, namedBy: ['false-not-modified'], mayFollow: [] },
  // A client takes over the tag of a 304 (RFC 9111 §4.3.4), and its next poll finds "another" representation: its own.
  { fault: 'foreign-tag', strategy: 'version', ...unchanged, namedBy: ['foreign-tag'], mayFollow: ['useless-ok'] },
  { fault: 'useless-ok', strategy: 'version', ...unchanged, namedBy: ['useless-ok'], mayFollow: [] },
  {
    fault: 'not-modified-content-length',
    strategy: 'version',
    ...unchanged,
    namedBy: ['content-length-in-304'],
    mayFollow: [],
  },
  {
    fault: 'not-modified-content',
    strategy: 'version',
    ...unchanged,
    namedBy: ['content-in-304'],
    mayFollow: [],
  },
  { fault: 'closes-mid-response', strategy: 'version', ...changing, namedBy: ['no-answer'], mayFollow: [] },
  // Tags of other documents' contents; a version of another document could be the number of this one's.
  { fault: 'wrong-response', strategy: 'sha256', ...changing, namedBy: ['unknown-values'], mayFollow: [] },
  { fault: 'unknown-edit-id', strategy: 'version', ...changing, namedBy: ['unknown-values'], mayFollow: [] },
  {
    fault: 'impossible-tally',
    strategy: 'version',
    ...contended,
    namedBy: ['impossible-tally'],
    // Editors read it, and the length of the final content's history is another number.
    mayFollow: ['unknown-values', 'oracles-disagree'],
  },
  { fault: 'fails-now-and-then', strategy: 'version', ...changing, namedBy: ['unexpected-status'], mayFollow: [] },
  { fault: 'stops-answering', strategy: 'version', ...changing, namedBy: ['server-hung'], mayFollow: [] },
  { fault: 'dies', strategy: 'version', ...changing, namedBy: ['server-died'], mayFollow: [] },
  { fault: 'clock-steps-back', strategy: 'version', ...changing, namedBy: ['clock-went-back'], mayFollow: [] },
  {
    fault: 'stalls-once',
    strategy: 'version',
    ...dashboard,
    namedBy: ['slow-answers', 'dropped-arrivals'],
    mayFollow: [],
  },
]
