import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Puts content where only this user can read it, in a folder of its own under the temp folder; the path of the file. */
export function saveContent(content: Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'etag-bench-probe-')), 'content-before.json')
  writeFileSync(file, content, { mode: 0o600 })
  return file
}

/** Removes what `saveContent` made. */
export function removeSavedContent(file: string): void {
  rmSync(dirname(file), { recursive: true, force: true })
}
