import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Supervisor } from '../../target/supervision.ts'
import { runTool } from './run-tool.ts'

interface Lockfile {
  readonly packages?: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean; readonly devOptional?: boolean }>>
}

export type DependencySource = 'npm ci' | 'those of the working tree' | 'none'

export interface DependencyRequest {
  /** `base (a1b2c3d)`: what errors call it. */
  readonly what: string
  /** Of the build: has the package.json. */
  readonly folder: string
  /** Of the working tree, whose installed packages are shared where the lockfile is the same. */
  readonly workingFolder: string
  readonly supervisor: Supervisor
  readonly signal: AbortSignal
}

/**
 * Gives a build the packages that its lockfile asks for. The installed ones of the working tree, by a symbolic link, when its
 * lockfile is the same to the byte and they are what it says; otherwise its own, by `npm ci`. Without a lockfile there are none.
 */
export async function provideDependencies({ what, folder, workingFolder, supervisor, signal }: DependencyRequest): Promise<DependencySource> {
  const lockfile = readText(join(folder, 'package-lock.json'))
  if (lockfile === undefined) return 'none'
  if (lockfile === readText(join(workingFolder, 'package-lock.json')) && isInstalled(lockfile, workingFolder)) {
    symlinkSync(join(workingFolder, 'node_modules'), join(folder, 'node_modules'), 'dir')
    return 'those of the working tree'
  }
  const args = ['ci', '--no-audit', '--no-fund']
  await runTool({ what: `npm ci of ${what}`, command: 'npm', args, cwd: folder, supervisor, signal })
  return 'npm ci'
}

/** Whether npm installed what the lockfile says: its own note of what it did names the same versions. */
export function isInstalled(lockfileText: string, folder: string): boolean {
  const installedText = readText(join(folder, 'node_modules/.package-lock.json'))
  if (installedText === undefined) return false
  const installed = (JSON.parse(installedText) as Lockfile).packages ?? {}
  return Object.entries((JSON.parse(lockfileText) as Lockfile).packages ?? {}).every(([path, { version, optional, devOptional }]) => {
    const found = installed[path]
    if (found === undefined) return path === '' || optional === true || devOptional === true
    return found.version === version
  })
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
