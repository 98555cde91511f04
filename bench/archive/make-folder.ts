import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** With the folders above it; nothing where it is there. Not `recursive`: where the system answers ENOENT for ever (/proc/x), Node then never returns. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || dirname(path) === path) throw error
    makeFolder(dirname(path))
    mkdirSync(path)
  }
}
