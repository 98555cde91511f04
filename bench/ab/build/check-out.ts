import { copyFile, lstat, mkdir, readlink, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BenchError } from '../../errors.ts'
import { git } from './repository.ts'
import type { Repository } from './repository.ts'

/**
 * Writes all files of a commit into `folder`, by an index of its own: nothing is registered in the repository, so that
 * nothing is left there however this ends (a `git worktree` would have to be pruned). Throws `harness` with what git says.
 */
export async function checkOutCommit({ topLevel }: Repository, commit: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const env = { GIT_INDEX_FILE: `${folder}.index` }
  const whole = ['-c', 'core.sparseCheckout=false']
  try {
    await git(topLevel, [...whole, 'read-tree', commit], env)
    await git(topLevel, [...whole, 'checkout-index', '--all', '--quiet', `--prefix=${folder}/`], env)
  } catch (cause) {
    const { stderr = String(cause) } = cause as { readonly stderr?: string }
    throw new BenchError('harness', `commit ${commit.slice(0, 10)} cannot be checked out; git says:\n  ${stderr.trim().replaceAll('\n', '\n  ')}`, 'nothing was compared; git fsck and df tell more', { cause })
  }
}

/** Copies what a commit of the working tree as it is now would hold: tracked files and new ones that are not ignored. */
export async function copyWorkingTree({ topLevel }: Repository, folder: string): Promise<void> {
  const listed = await git(topLevel, ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  for (const path of new Set(listed.split('\0').filter((each) => each !== ''))) {
    await copyEntry(join(topLevel, path), join(folder, path))
  }
}

async function copyEntry(from: string, to: string): Promise<void> {
  const entry = await lstat(from).catch(() => undefined)
  // Deleted but not yet staged; a submodule is a folder of another repository.
  if (entry === undefined || entry.isDirectory()) return
  await mkdir(dirname(to), { recursive: true })
  await (entry.isSymbolicLink() ? symlink(await readlink(from), to) : copyFile(from, to))
}

/** Whether anything differs from the last commit. */
export async function isDirty({ topLevel }: Repository): Promise<boolean> {
  return (await git(topLevel, ['status', '--porcelain'])) !== ''
}
