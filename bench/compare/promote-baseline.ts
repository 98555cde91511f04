import { formatSize } from '../../servers/resource/size.ts'
import type { RunFile } from '../archive/run-file.ts'
import { wrap } from '../report/terminal.ts'
import { exitCodeOfRun } from '../verdict.ts'
import { findObstacles } from './comparability.ts'

/** Why a run should not become what others are compared with, a sentence each; none: it may. */
export function findDoubts(run: RunFile): readonly string[] {
  const { status, endedBy, environment, estimates } = run
  const code = exitCodeOfRun(run)
  const cells = estimates?.unitCosts ?? []
  return [
    ...(status === 'complete' ? [] : [`it is partial: ${endedBy ?? 'still under way'}`]),
    ...(code === 1 ? ['its scripts found violations'] : []),
    ...(code === 4 || cells.length === 0 ? ['it has no valid figure of CPU per request'] : []),
    ...(environment.commit === null ? ['it was made outside of a git checkout: nobody can say of which code'] : []),
    ...(environment.dirty === true ? ['it was made with changes that no commit has'] : []),
  ]
}

/** What is promoted and what that replaces, for whoever has to agree, in lines of at most 80 columns. */
export function describePromotion(run: RunFile, replaced: RunFile | null, path: string): string {
  const lines = [
    ...wrap(replaced === null ? `${path}: there is no baseline yet` : `${path}: replaces ${describe(replaced)}`),
    ...wrap(`with ${describe(run)}`),
    ...[...describeVoids(run), ...(replaced === null ? [] : findObstacles(replaced, run))].flatMap((doubt) => wrap(doubt, '- ', '  ')),
  ]
  return `${lines.join('\n')}\n`
}

function describe({ id, startedAt, settings, environment }: RunFile): string {
  const { commit, dirty, cpuModel, cores, node } = environment
  const code = commit === null ? 'no commit' : `commit ${commit.slice(0, 10)}${dirty === true ? ' with changes' : ''}`
  return `run ${id} of ${startedAt.slice(0, 10)}, ${code}: ${settings.mode}, ${settings.launches} launches, ${settings.sizesBytes.map(formatSize).join(', ')}; ${cpuModel}, ${cores} cores, Node ${node}`
}

/** A few void cells are in most runs; whoever agrees should know how many. */
function describeVoids({ estimates }: RunFile): readonly string[] {
  const cells = estimates?.unitCosts ?? []
  const voids = cells.filter(({ voidReason }) => voidReason !== null)
  return voids.length === 0 ? [] : [`${voids.length} of its ${cells.length} cells are void and cannot be compared with`]
}
