/**
 * Editors who each read a document, think, and write it back. One editor's window is open from the moment its read sees
 * the document until its write is looked at; a commit of somebody else inside makes the write stale.
 */
export interface Windows {
  /** Editors of the same documents. */
  readonly editors: number
  /** Among which each edit chooses evenly. */
  readonly documents: number
  /** Accepted writes of one editor, over all documents. */
  readonly commitsPerSecond: number
  /** No two commits of a document are closer; 0: they may be. */
  readonly apartSeconds: number
}

/**
 * The chance that somebody else's commit falls into a window of this length. Every other editor is a renewal process caught at
 * a random phase, with floor(x) or one more commits where x are expected; commits of a document keep their distance (Cox,
 * Renewal Theory, 1962). METHOD.md derives it, and says how far it holds.
 */
export function conflictProbability({ editors, documents, commitsPerSecond, apartSeconds }: Windows, windowSeconds: number): number {
  const aloneSeconds = Math.min(windowSeconds, apartSeconds)
  const quietFirst = 1 - ((editors - 1) * commitsPerSecond * aloneSeconds) / documents
  if (quietFirst <= 0) return 1
  const commits = ((windowSeconds - aloneSeconds) * commitsPerSecond) / quietFirst
  const whole = Math.floor(commits)
  const elsewhere = 1 - 1 / documents
  const unhurtByOne = elsewhere ** whole * (1 - (commits - whole) / documents)
  return 1 - quietFirst * unhurtByOne ** (editors - 1)
}

/** Of conditional writes: refused. */
export interface ConflictChances {
  /** After thinking. */
  readonly first: number
  /** Of a write that follows the repeated read at once. */
  readonly again: number
}

/** With a guard that misses nothing. An exchange is what `apartSeconds` says: two commits are no closer, for the later one was read after the earlier. */
export function conflictChances(windows: Windows, thinkSeconds: number): ConflictChances {
  const { apartSeconds } = windows
  return {
    first: meanOverThinking(thinkSeconds, (seconds) => conflictProbability(windows, seconds + apartSeconds)),
    again: conflictProbability(windows, apartSeconds),
  }
}

/** Evenly over half to one and a half of the think time, by midpoints. */
export function meanOverThinking(thinkSeconds: number, figure: (seconds: number) => number): number {
  return thinkingSpread.reduce((total, factor) => total + figure(factor * thinkSeconds), 0) / thinkingSpread.length
}

const thinkingSpread = Array.from({ length: 40 }, (_, index) => 0.5 + (index + 0.5) / 40)

/**
 * Of edits without a working guard, the share that is lost. Go back from the final content: each surviving write was made
 * from what was newest when its window opened, so the m commits of others within that window are off its chain, and the
 * next survivor is the one before them: of every 1 + m edits m are lost (renewal-reward theorem; Cox, Renewal Theory, 1962).
 */
export function lostShare({ editors, documents, commitsPerSecond }: Omit<Windows, 'apartSeconds'>, meanWindowSeconds: number): number {
  const overwritten = ((editors - 1) * commitsPerSecond * meanWindowSeconds) / documents
  return overwritten / (1 + overwritten)
}

export interface Editing {
  readonly editors: number
  readonly documents: number
  /** Evenly distributed from half to one and a half of it. */
  readonly thinkSeconds: number
  /** From one request of an editor being looked at to its next, thinking and backing off apart. */
  readonly exchangeSeconds: number
  /** Conditional writes per logical edit. */
  readonly attempts: number
  /** Mean wait after the nth 412. */
  readonly meanBackoffSeconds: (nth: number) => number
}

export interface EditingOutcome {
  /** 412s over conditional writes. */
  readonly abortRate: number
  readonly attemptsPerCommit: number
  /** Of logical edits. */
  readonly gaveUpShare: number
}

/**
 * Editors in a closed loop (each starts its next edit when the last has ended) whose guard works. The more often the others
 * commit, the less often does one: the rate at which both are the same is found by halving.
 */
export function closedEditing(editing: Editing): EditingOutcome {
  let [low, high] = [0, 1 / (2 * editing.exchangeSeconds + editing.thinkSeconds)]
  for (let step = 0; step < halvings; step++) {
    const middle = (low + high) / 2
    if (playRound(editing, middle).commitsPerSecond > middle) low = middle
    else high = middle
  }
  // At `high` of editors who block each other for good nobody would commit.
  const { abortRate, attemptsPerCommit, gaveUpShare } = playRound(editing, low)
  return { abortRate, attemptsPerCommit, gaveUpShare }
}

const halvings = 50

/** Of closed editors who overwrite blindly: the share of accepted edits that is lost. */
export function closedLostShare({ editors, documents, thinkSeconds, exchangeSeconds }: Editing): number {
  const windowSeconds = thinkSeconds + exchangeSeconds
  return lostShare({ editors, documents, commitsPerSecond: 1 / (windowSeconds + exchangeSeconds) }, windowSeconds)
}

/** One logical edit on average, while everybody else commits at the rate given. */
function playRound(editing: Editing, commitsPerSecond: number): EditingOutcome & { readonly commitsPerSecond: number } {
  const { exchangeSeconds, thinkSeconds, attempts, meanBackoffSeconds } = editing
  const { editors, documents } = editing
  const { first, again } = conflictChances({ editors, documents, commitsPerSecond, apartSeconds: exchangeSeconds }, thinkSeconds)
  let reached = 1
  let writes = 0
  let aborts = 0
  let seconds = 2 * exchangeSeconds + thinkSeconds
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const aborted = reached * (attempt === 1 ? first : again)
    writes += reached
    aborts += aborted
    if (attempt < attempts) seconds += aborted * (2 * exchangeSeconds + meanBackoffSeconds(attempt))
    reached = aborted
  }
  const committed = 1 - reached
  return { abortRate: aborts / writes, attemptsPerCommit: writes / committed, gaveUpShare: reached, commitsPerSecond: committed / seconds }
}
