import { openSync, writeSync } from 'node:fs'
import type { StoreOptions } from './stores/store.ts'

/**
 * One line per write, `documentId replacedEditId newEditId`, `-` where a content has no edit id; the document's id is
 * percent-encoded. Written before the commit and synchronously, so that no commit is without its line.
 */
export function openCommitLog(path: string): NonNullable<StoreOptions['onWrite']> {
  const file = openSync(path, 'a')
  return (id, replaced, written) => {
    const replacedId = replaced === undefined ? '-' : editIdOf(replaced)
    writeSync(file, `${encodeURIComponent(id)} ${replacedId} ${editIdOf(written)}\n`)
  }
}

/** The id in the bookkeeping of a content. */
function editIdOf(content: string): string {
  const root: unknown = JSON.parse(content)
  const edit = memberOf(root, 'edit')
  const id = memberOf(edit, 'id')
  return typeof id === 'string' && /^[0-9a-z]{12}$/.test(id) ? id : '-'
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}
