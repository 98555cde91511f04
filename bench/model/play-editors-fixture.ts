import type { Random } from '../stats/random.ts'
import type { Editing } from './contention.ts'

export interface PlayedEdits {
  readonly abortRate: number
  readonly lostShare: number
}

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
}

/**
 * Editors played second by second, without a formula: each reads, thinks and writes, in a closed loop. Guarded: a write of an outdated
 * version aborts and is repeated after a back-off that is evenly drawn from 0 to twice its mean. Unguarded: it overwrites.
 */
export function playEditors(editing: Editing, guarded: boolean, edits: number, random: Random): PlayedEdits {
  const { editors, documents, thinkSeconds, exchangeSeconds, attempts, meanBackoffSeconds } = editing
  const versions: Version[][] = Array.from({ length: documents }, () => [{ parent: undefined }])
  const newEdit = (now: number): Editor => ({ atSeconds: now + exchangeSeconds, doing: 'read', document: random.integer(documents), attempt: 1, readVersion: 0 })
  const all = Array.from({ length: editors }, () => newEdit(random.next() * (thinkSeconds + exchangeSeconds)))
  let [writes, aborts, commits, ended] = [0, 0, 0, 0]
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
    const stale = editor.readVersion !== history.length - 1
    if (guarded && stale) {
      aborts++
      if (editor.attempt < attempts) {
        const backoff = 2 * random.next() * meanBackoffSeconds(editor.attempt)
        Object.assign(editor, { doing: 'read', attempt: editor.attempt + 1, atSeconds: editor.atSeconds + exchangeSeconds + backoff })
        continue
      }
    } else {
      history.push({ parent: history[editor.readVersion] })
      commits++
    }
    ended++
    all[index] = newEdit(editor.atSeconds)
  }
  const kept = versions.reduce((total, history) => total + lengthOfChain(history.at(-1)!), 0)
  return { abortRate: aborts / writes, lostShare: (commits - kept) / commits }
}

/** Versions from this one back to the first, which nobody wrote. */
function lengthOfChain(newest: Version): number {
  let length = 0
  for (let version: Version | undefined = newest; version?.parent !== undefined; version = version.parent) length++
  return length
}
