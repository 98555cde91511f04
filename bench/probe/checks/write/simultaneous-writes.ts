import { setTimeout as sleep } from 'node:timers/promises'
import type { Finding } from '../../finding.ts'
import { snippets } from '../../mends.ts'
import { strongTagOf } from '../../representation.ts'
import type { Representation } from '../../representation.ts'
import type { Race } from '../../trial.ts'
import type { WriteSession } from '../../write-session.ts'
import { settleMs } from '../../write-session.ts'
import { found, passedUnless, unchecked } from '../verdict.ts'
import { whyIfMatchIsNoUse } from './if-match-behaviour.ts'
import { judgeRound } from './race-round.ts'
import type { RoundOutcome } from './race-round.ts'
import type { WriteCheck } from './write-check.ts'

const rfc = 'RFC 9110 §13.1.1'
const rounds = 50
/** Rounds that tell something; below, nothing is said. */
const fewestRounds = 40
/** Each takes a wait, and says the same. */
const enoughLost = 3
const connections = ['writer-1', 'writer-2', 'writer-3', 'writer-4'] as const

export const simultaneousWrites: WriteCheck = {
  id: 'simultaneous-writes',
  title: 'Of two simultaneous PUTs with one tag exactly one wins',
  rfc,
  async run({ session, ifMatch }) {
    const because = whyIfMatchIsNoUse(await ifMatch())
    if (because !== undefined) return unchecked(because)
    const outcomes: RoundOutcome[] = []
    let before: Representation = await session.read()
    for (let round = 0; round < rounds; round += 1) {
      const pair = [connections[round % 4] ?? 'writer-1', connections[(round + 1) % 4] ?? 'writer-2']
      const race = await settledRace(session, before, pair)
      outcomes.push(judgeRound(race, before, session.fieldOf(race.after)))
      before = race.after
      if (count(outcomes, 'winner-lost') === enoughLost) break
    }
    const findings = findingsOf(outcomes)
    const told = outcomes.filter(({ kind }) => kind !== 'inconclusive').length
    if (findings.length === 0 && told < fewestRounds) return unchecked(`only ${told} of ${rounds} rounds were answered in full`)
    const none = count(outcomes, 'none-won')
    if (findings.length === 0 && none === told) return found(noneWon(outcomes))
    return passedUnless(findings, `in ${told - none} of ${rounds} rounds exactly one of two PUTs was accepted${none > 0 ? `, in ${none} none was` : ''}`)
  },
}

/** One round; read once more where the write that was accepted is not shown at once. */
async function settledRace(session: WriteSession, before: Representation, pair: readonly string[]): Promise<Race> {
  const race = await session.race(before, [['If-Match', strongTagOf(before) ?? '""']], pair)
  if (judgeRound(race, before, session.fieldOf(race.after)).kind !== 'winner-lost') return race
  await sleep(settleMs)
  return { ...race, after: await session.read() }
}

function noneWon(outcomes: readonly RoundOutcome[]): Finding {
  return {
    id: 'simultaneous-writes-none-won',
    severity: 'warning',
    seen:
      `In ${count(outcomes, 'none-won')} of ${outcomes.length} rounds both of two PUTs that left at once with the ` +
      'current tag were refused, and in none was one accepted.',
    why: 'Editors that save at the same moment are all told of a conflict with nobody; where many save, none gets on.',
    rfc,
    mend: 'Let the first that gets there win: decide by the state of the store at the commit, and refuse only the writes that come after it.',
    snippets: snippets('atomic-write'),
    evidence: outcomes.find(({ kind }) => kind === 'none-won')?.evidence ?? [],
  }
}

function findingsOf(outcomes: readonly RoundOutcome[]): readonly Finding[] {
  return (['both-won', 'winner-lost', 'loser-landed', 'failed'] as const).flatMap((kind) => {
    const first = outcomes.find((each) => each.kind === kind)
    if (first === undefined) return []
    const seen = `In ${count(outcomes, kind)} of ${outcomes.length} rounds ${first.seen}.`
    return [{ ...faults[kind], seen, evidence: first.evidence }]
  })
}

function count(outcomes: readonly RoundOutcome[], kind: RoundOutcome['kind']): number {
  return outcomes.filter((each) => each.kind === kind).length
}

const atomic = {
  rfc,
  mend:
    'Make the check and the write one step: UPDATE ... WHERE version = ?, a transaction that holds the row, or a ' +
    'compare-and-swap of the store. A check in the handler alone is not enough, not even in a single process that ' +
    'awaits something in between.',
  snippets: snippets('atomic-write'),
}

const faults = {
  'both-won': {
    ...atomic,
    id: 'simultaneous-writes',
    severity: 'error',
    why: 'Lost updates: both editors are told that their edit was saved, and one of the two is gone.',
  },
  'winner-lost': {
    ...atomic,
    id: 'simultaneous-writes-winner-lost',
    severity: 'error',
    why: 'Lost updates: an editor is told that its edit was saved, and it is not there.',
  },
  'loser-landed': {
    ...atomic,
    id: 'simultaneous-writes-loser-landed',
    severity: 'error',
    why: 'The editor that was told "saved" has lost its edit, and the one that was refused will send its own a second time.',
  },
  failed: {
    ...atomic,
    id: 'simultaneous-writes-failed',
    severity: 'warning',
    why: 'An ordinary conflict looks like a broken server: it cannot be told from an outage, and clients do not read again.',
    mend: 'Answer 412 to the PUT that comes second; turn the conflict that the store reports (a locked row, a serialisation failure) into it.',
  },
} as const satisfies Record<string, Omit<Finding, 'seen' | 'evidence'>>
