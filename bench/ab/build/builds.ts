import { existsSync } from 'node:fs'
import { cp, mkdtemp, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../errors.ts'
import type { Random } from '../../stats/random.ts'
import type { Supervisor } from '../../target/supervision.ts'
import type { ArmRole } from '../arm-role.ts'
import { armRoles } from '../arm-role.ts'
import { checkOutCommit, copyWorkingTree, isDirty } from './check-out.ts'
import type { DependencySource } from './dependencies.ts'
import { provideDependencies } from './dependencies.ts'
import type { Repository } from './repository.ts'
import { openRepository, resolveCommit } from './repository.ts'
import { runTool } from './run-tool.ts'

export interface BuildRequest {
  readonly baseRef: string
  /** `null`: the working tree as it is now, changes included. */
  readonly headRef: string | null
  /** Folder of the project within its repository. */
  readonly projectFolder: string
  /** Run in each build once its packages are there; `null`: there is nothing to build. */
  readonly buildCommand: string | null
  readonly supervisor: Supervisor
  readonly signal: AbortSignal
}

export interface BuildReport {
  /** As it was asked for; `null`: the working tree. */
  readonly ref: string | null
  readonly commit: string
  /** Whether it holds changes that no commit has. */
  readonly dirty: boolean
  readonly dependencies: DependencySource
}

/** Base and head as folders that servers can be started from. */
export interface Builds {
  readonly base: BuildReport
  readonly head: BuildReport
  /**
   * Gives each arm one of three folders with paths of equal length, drawn anew: which folder a build runs from must not
   * be what is measured. Nothing may run from them meanwhile.
   */
  place(random: Random): Promise<Readonly<Record<ArmRole, string>>>
  /** Removes everything. */
  discard(): Promise<void>
}

/**
 * Checks out base and head into a temporary folder, each with its packages and built. Throws `usage` outside a repository,
 * `harness` for a reference that is none and with the output of what failed; nothing is left then, nor when the harness is killed.
 */
export async function prepareBuilds(request: BuildRequest): Promise<Builds> {
  try {
    return await checkOutAndBuild(request)
  } catch (error) {
    // Ctrl-C on a terminal ends git too: what it failed with then is no reason of its own.
    if (!request.signal.aborted || (error instanceof BenchError && error.code === 'interrupted')) throw error
    throw new BenchError('interrupted', 'interrupted while base and head were checked out', '', { cause: error })
  }
}

async function checkOutAndBuild(request: BuildRequest): Promise<Builds> {
  const { projectFolder, baseRef, headRef, supervisor, signal } = request
  const repository = await openRepository(projectFolder)
  const baseCommit = await resolveCommit(repository, '--base', baseRef)
  const headCommit = await resolveCommit(repository, '--head', headRef ?? 'HEAD')
  const scratch = await mkdtemp(join(supervisor.scratchFolder, 'builds-'))
  const discard = () => rm(scratch, { recursive: true, force: true, maxRetries: 3 })
  try {
    const trees = { base: join(scratch, 'base'), head: join(scratch, 'head') }
    await checkOutCommit(repository, baseCommit, trees.base)
    signal.throwIfAborted()
    await (headRef === null ? copyWorkingTree(repository, trees.head) : checkOutCommit(repository, headCommit, trees.head))
    const dirty = headRef === null && (await isDirty(repository))
    const named = { base: `base (${baseCommit.slice(0, 10)})`, head: headRef === null ? 'head (the working tree)' : `head (${headCommit.slice(0, 10)})` }
    const base = { ref: baseRef, commit: baseCommit, dirty: false, dependencies: await build(request, repository, trees.base, named.base) }
    const head = { ref: headRef, commit: headCommit, dirty, dependencies: await build(request, repository, trees.head, named.head) }
    const slots = await fillSlots(scratch, trees, repository)
    signal.throwIfAborted()
    return { base, head, discard, place: (random) => placeArms(scratch, slots, random) }
  } catch (error) {
    await discard()
    throw error
  }
}

async function build(request: BuildRequest, { prefix }: Repository, tree: string, what: string): Promise<DependencySource> {
  const { projectFolder, buildCommand, supervisor, signal } = request
  const folder = join(tree, prefix)
  if (!existsSync(folder)) throw new BenchError('harness', `${what} has no folder ${prefix}`, 'nothing was compared; name a commit that has it, or run this in another folder')
  const dependencies = await provideDependencies({ what, folder, workingFolder: projectFolder, supervisor, signal })
  if (buildCommand !== null) {
    await runTool({ what: `"${buildCommand}" in ${what}`, command: '/bin/sh', args: ['-c', buildCommand], cwd: folder, supervisor, signal })
  }
  return dependencies
}

/** Where each arm is now; the project's folder within it. */
interface Slots {
  readonly at: Record<ArmRole, string>
  readonly prefix: string
}

/** A copy of its build for each arm; packages are shared, by a link. */
async function fillSlots(scratch: string, trees: Readonly<Record<'base' | 'head', string>>, { prefix }: Repository): Promise<Slots> {
  const at = { base: join(scratch, 'slot-1'), head: join(scratch, 'slot-2'), 'base-again': join(scratch, 'slot-3') }
  for (const role of armRoles) {
    const from = role === 'head' ? trees.head : trees.base
    const packages = join(from, prefix, 'node_modules')
    await cp(from, at[role], { recursive: true, verbatimSymlinks: true, filter: (path) => path !== packages })
    if (existsSync(packages)) await symlink(packages, join(at[role], prefix, 'node_modules'), 'dir')
  }
  return { at, prefix }
}

async function placeArms(scratch: string, { at, prefix }: Slots, random: Random): Promise<Readonly<Record<ArmRole, string>>> {
  const order = random.shuffle(armRoles)
  for (const role of armRoles) {
    const aside = join(scratch, `moving-${role}`)
    await rename(at[role], aside)
    at[role] = aside
  }
  for (const [index, role] of order.entries()) {
    const slot = join(scratch, `slot-${index + 1}`)
    await rename(at[role], slot)
    at[role] = slot
  }
  return { base: join(at.base, prefix), head: join(at.head, prefix), 'base-again': join(at['base-again'], prefix) }
}
