import { resolve } from 'node:path'
import { BenchError } from '../../errors.ts'
import type { Arm } from '../../plan/arm.ts'
import type { DocumentPlan } from '../../plan/documents.ts'
import { formatSize } from '../../../servers/resource/size.ts'
import type { Server } from '../../target/server-process.ts'
import { startServer } from '../../target/server-process.ts'
import type { Supervisor } from '../../target/supervision.ts'
import type { RunningArm } from '../../trial/running-arm.ts'
import { startEach, startTimeoutMs } from '../../trial/running-arm.ts'
import type { ArmRole } from '../arm-role.ts'

/** One server of a launch: a strategy on base, on head, or on base again. */
export interface SideArm extends Arm {
  readonly strategy: string
  readonly side: ArmRole
  /** Whether it takes `--seed`: a server that is known by its command only need not. */
  readonly takesSeed: boolean
}

export interface ServerPlan {
  readonly sizesBytes: readonly number[]
  /** Served instead of orders: the only size is what it has. */
  readonly payloadFile: string | null
  readonly seed: number
  readonly documents: DocumentPlan
  readonly supervisor: Supervisor
  readonly signal: AbortSignal
}

export interface RunningSide extends RunningArm {
  readonly arm: SideArm
}

/** Starts the servers in the order given, two at a time, and reads their documents. All or none. */
export async function startSides(arms: readonly SideArm[], plan: ServerPlan): Promise<readonly RunningSide[]> {
  const running = await startEach(arms, plan, plan.documents, (arm) => startSide(arm, plan), plan.signal)
  return running.map((each) => ({ ...each, arm: arms.find(({ name }) => name === each.arm.name)! }))
}

async function startSide(arm: SideArm, { sizesBytes, payloadFile, seed, documents, supervisor, signal }: ServerPlan): Promise<Server> {
  // A build runs in a folder of its own: the path is that of whoever gave it.
  const content = payloadFile === null ? ['--size', sizesBytes.map(formatSize).join(',')] : ['--payload', resolve(payloadFile)]
  const args = ['--port', '0', '--documents', String(documents.documents), ...content]
  if (arm.takesSeed) args.push('--seed', String(seed))
  try {
    return await startServer({ ...arm.command, args: [...arm.command.args, ...args] }, { supervisor, readyTimeoutMs: startTimeoutMs, signal })
  } catch (error) {
    throw explainStart(error, arm)
  }
}

/** The servers of an older commit may lack an option that the harness of today gives them; the folder of a build is gone when a hint is read. */
function explainStart(error: unknown, { takesSeed, command: { cwd } }: SideArm): unknown {
  if (!(error instanceof BenchError) || error.code !== 'server-start') return error
  const option = /(?:[Uu]nknown option '|unrecognized arguments: )(--[\w-]+)/.exec(error.message)?.[1]
  if (option === undefined) {
    if (cwd === undefined) return error
    const inCheckout = error.hint.replace(`: cd ${cwd} && `, ' in a checkout of that commit: ').replaceAll(`${cwd}/`, '')
    return new BenchError(error.code, error.message, inCheckout, { cause: error })
  }
  const hint = takesSeed
    ? `its servers do not know ${option}: that commit is too old for this harness; name a later one, or start it by a command of your own (--command-base)`
    : `a server that a command starts has to take ${option} (servers/README.md, "Your own server")`
  return new BenchError(error.code, error.message, hint, { cause: error })
}
