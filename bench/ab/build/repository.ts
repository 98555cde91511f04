import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { BenchError } from '../../errors.ts'

/** A git repository with a working tree, as seen from one of its folders. */
export interface Repository {
  readonly topLevel: string
  /** The folder from which it was opened, relative to `topLevel`: `''` or `packages/api/`. */
  readonly prefix: string
}

const run = promisify(execFile)
const mostOutputBytes = 64 * 1024 * 1024

/** What a git command prints. Rejects with git's own error. */
export async function git(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: mostOutputBytes, encoding: 'utf8' } as const
  return (await run('git', [...args], options)).stdout
}

/** Throws a usage error where there is no git, or no repository with a working tree. */
export async function openRepository(folder: string): Promise<Repository> {
  try {
    const [topLevel = '', prefix = ''] = (await git(folder, ['rev-parse', '--show-toplevel', '--show-prefix'])).split('\n')
    return { topLevel, prefix }
  } catch (cause) {
    const { code, stderr = '' } = cause as NodeJS.ErrnoException & { readonly stderr?: string }
    // Its reason may be another: in a container git distrusts what is somebody else's, and says what to do.
    const gitSays = `; git says:\n  ${stderr.trim().replaceAll('\n', '\n  ')}`
    throw new BenchError(
      'usage',
      code === 'ENOENT' ? 'git was not found: --base and --head are commits of a git repository' : `${folder} is not in the working tree of a git repository${gitSays}`,
      'run this in a clone (git clone ...), or compare two servers without git: --command-base "..." --command-head "..."',
      { cause },
    )
  }
}

/** The full id of the commit that `ref` names now. Throws `harness` with what to do when there is none: it may be no fault of the command, but of a shallow clone. */
export async function resolveCommit({ topLevel }: Repository, flag: string, ref: string): Promise<string> {
  const commit = await tryResolve(topLevel, ref)
  if (commit !== undefined) return commit
  const remote = await tryResolve(topLevel, `origin/${ref}`)
  const isShallow = (await git(topLevel, ['rev-parse', '--is-shallow-repository'])).trim() === 'true'
  throw new BenchError('harness', `${flag} ${ref}: no commit of ${topLevel} is called that`, whatToDo(ref, remote !== undefined, isShallow))
}

function whatToDo(ref: string, isRemote: boolean, isShallow: boolean): string {
  if (isRemote) return `did you mean origin/${ref}?`
  return isShallow
    ? 'this clone is shallow, so older commits are not in it: git fetch --unshallow (in a workflow: actions/checkout with fetch-depth: 0)'
    : 'git fetch brings what the remote has; git branch --all and git log --oneline list what there is'
}

async function tryResolve(folder: string, ref: string): Promise<string | undefined> {
  try {
    return (await git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])).trim()
  } catch {
    return undefined
  }
}
