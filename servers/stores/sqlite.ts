import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SQLOutputValue } from 'node:sqlite'
import type { Columns, DigestedColumns, NewContent, Store, StoredDocument, StoreKind, StoreOptions } from './store.ts'

/**
 * `content` comes last: SQLite lays a row out in column order, so that a read of the columns before it never follows the
 * overflow pages of a large document.
 * `synchronous = OFF`: durability is not what is measured, and a server that waits for fsync is idle.
 */
const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = OFF;
  CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    digest TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
`

const upsert = `
  INSERT INTO documents (id, version, updated_at, digest, content) VALUES (?, 1, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET
    version = version + 1, updated_at = excluded.updated_at, digest = excluded.digest, content = excluded.content
  RETURNING version`

type Row = Record<string, SQLOutputValue>

class SqliteStore implements Store {
  readonly #folder = mkdtempSync(join(tmpdir(), `etag-bench-store-${process.pid}-`))
  readonly #database = new DatabaseSync(join(this.#folder, 'documents.db'))
  #onWrite: StoreOptions['onWrite']
  readonly #statements

  constructor(options: StoreOptions) {
    this.#database.exec(schema)
    const prepare = (sql: string) => this.#database.prepare(sql)
    this.#statements = {
      peek: prepare('SELECT version, updated_at AS updatedAtMs FROM documents WHERE id = ?'),
      peekDigest: prepare('SELECT version, updated_at AS updatedAtMs, digest FROM documents WHERE id = ?'),
      read: prepare('SELECT version, updated_at AS updatedAtMs, digest, content FROM documents WHERE id = ?'),
      begin: prepare('BEGIN IMMEDIATE'),
      upsert: prepare(upsert),
      commit: prepare('COMMIT'),
      rollback: prepare('ROLLBACK'),
    }
    try {
      this.#statements.begin.run()
      for (const document of options.documents) this.#upsert(document.id, document)
      this.#statements.commit.run()
    } catch (error) {
      this.close()
      throw error
    }
    this.#onWrite = options.onWrite
  }

  peek(id: string): Columns | undefined {
    return typed<Columns>(this.#statements.peek.get(id))
  }

  peekDigest(id: string): DigestedColumns | undefined {
    return typed<DigestedColumns>(this.#statements.peekDigest.get(id))
  }

  read(id: string): StoredDocument | undefined {
    return typed<StoredDocument>(this.#statements.read.get(id))
  }

  write(id: string, decide: () => NewContent | undefined): Columns | undefined {
    this.#statements.begin.run()
    try {
      const next = decide()
      if (next !== undefined) {
        const written = this.#upsert(id, next)
        this.#statements.commit.run()
        return written
      }
    } catch (error) {
      this.#statements.rollback.run()
      throw error
    }
    this.#statements.rollback.run()
    return undefined
  }

  close(): void {
    this.#database.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #upsert(id: string, next: NewContent): Columns {
    const replaced = this.#onWrite === undefined ? undefined : this.read(id)?.content
    const updatedAtMs = Date.now()
    const version = Number(this.#statements.upsert.get(id, updatedAtMs, next.digest, next.content)?.['version'])
    this.#onWrite?.(id, replaced, next.content)
    return { version, updatedAtMs }
  }
}

/** The STRICT table holds what the statement's aliases promise, so the row is what it says. */
function typed<T extends Columns>(row: Row | undefined): T | undefined {
  return row as T | undefined
}

export const sqlite: StoreKind = {
  name: 'sqlite',
  summary: 'SQLite in this process, a temporary file, WAL, no fsync',
  open: options => new SqliteStore(options),
}
