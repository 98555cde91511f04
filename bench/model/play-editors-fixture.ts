import type { Random } from '../stats/random.ts'
import type { Editing } from './contention.ts'

export interface PlayedEdits {
  readonly abortRate: number
  readonly abortsPerCommit: number
  readonly lostShare: number
  readonly commitsPerMinute: number
}

/** What a write is held against: the version that was read, the second of its date, or nothing. */
export type PlayedGuard = 'version' | 'date' | 'none'

/** `idleSeconds`: mean of the exponentially distributed time between an edit and the next; none unless given. */
export type Play = Editing & { readonly idleSeconds?: number }

interface Editor {
  /** When its next look at the document happens. */
  atSeconds: number
  doing: 'read' | 'write'
  document: number
  attempt: number
  readVersion: number
}

interface Version {
  readonly parent: Version | undefined
  readonly second: number
}

/**
 * Editors played second by second, without a formula: each reads, thinks and writes, in a closed loop. Guarded: a write of an outdated
 * version aborts and is repeated after a back-off that is evenly drawn from 0 to twice its mean. Unguarded, or of the same second: it overwrites.
 */
export function playEditors(editing: Play, guard: PlayedGuard, edits: number, random: Random): PlayedEdits {
  const { editors, documents, thinkSeconds, exchangeSeconds, attempts, meanBackoffSeconds, idleSeconds = 0 } = editing
  const versions: Version[][] = Array.from({ length: documents }, () => [{ parent: undefined, second: -1 }])
  const idle = () => (idleSeconds === 0 ? 0 : -idleSeconds * Math.log(1 - random.next()))
  const newEdit = (now: number): Editor => ({ atSeconds: now + exchangeSeconds + idle(), doing: 'read', document: random.integer(documents), attempt: 1, readVersion: 0 })
  const all = Array.from({ length: editors }, () => newEdit(random.next() * (thinkSeconds + exchangeSeconds)))
  let [writes, aborts, commits, ended, lastSeconds] = [0, 0, 0, 0, 0]
  while (ended < edits) {
    const index = all.reduce((first, editor, other) => (editor.atSeconds < all[first]!.atSeconds ? other : first), 0)
    const editor = all[index]!
    const history = versions[editor.document]!
    if (editor.doing === 'read') {
      const think = editor.attempt === 1 ? thinkSeconds * (0.5 + random.next()) : 0
      Object.assign(editor, { doing: 'write', readVersion: history.length - 1, atSeconds: editor.atSeconds + think + exchangeSeconds })
      continue
    }
    writes++
    const [read, newest] = [history[editor.readVersion]!, history.at(-1)!]
    if (guard === 'version' ? read !== newest : guard === 'date' && read.second !== newest.second) {
      aborts++
      if (editor.attempt < attempts) {
        const backoff = 2 * random.next() * meanBackoffSeconds(editor.attempt)
        Object.assign(editor, { doing: 'read', attempt: editor.attempt + 1, atSeconds: editor.atSeconds + exchangeSeconds + backoff })
        continue
      }
    } else {
      history.push({ parent: read, second: Math.floor(editor.atSeconds) })
      lastSeconds = editor.atSeconds
      commits++
    }
    ended++
    all[index] = newEdit(editor.atSeconds)
  }
  const kept = versions.reduce((total, history) => total + lengthOfChain(history.at(-1)!), 0)
  return { abortRate: aborts / writes, abortsPerCommit: aborts / commits, lostShare: (commits - kept) / commits, commitsPerMinute: (60 * commits) / lastSeconds }
}

/** Versions from this one back to the first, which nobody wrote. */
function lengthOfChain(newest: Version): number {
  let length = 0
  for (let version: Version | undefined = newest; version?.parent !== undefined; version = version.parent) length++
  return length
}
