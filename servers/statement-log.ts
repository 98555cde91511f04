import { subscribe } from 'node:diagnostics_channel'
import { openSync, writeSync } from 'node:fs'

/** Opens the file; the function that it gives starts to append each statement that SQLite executes, with its values, one line each. */
export function openStatementLog(path: string): () => void {
  const file = openSync(path, 'a')
  return () =>
    subscribe('sqlite.db.query', message => {
      const { sql } = message as { readonly sql: string }
      writeSync(file, `${sql.replaceAll(/\s+/g, ' ').trim()}\n`)
    })
}
