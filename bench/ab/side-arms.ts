import { join, relative, resolve } from 'node:path'
import { serverCommand, slowedServerCommand } from '../../servers/index.ts'
import type { Arm } from '../plan/arm.ts'
import { commandLine } from '../target/start-errors.ts'
import type { ServerCommand } from '../target/server-process.ts'
import type { Injection } from './ab-file.ts'
import type { Comparison } from './ab-options.ts'
import type { ArmRole } from './arm-role.ts'
import { armRoles } from './arm-role.ts'
import type { AbCell } from './cells.ts'
import type { SideArm } from './measure/side-arm.ts'

/** What starts the server of one side: the project's own, from a folder that holds a build, or a command of the user's. */
export interface SideSource {
  /** Undefined: the working directory. */
  readonly folder: string | undefined
  /** `null`: the servers of this project. */
  readonly command: string | null
}

/** `folders`: of the builds, as placed for a launch; undefined where commands are compared as they are. */
export function sourcesOf(comparison: Comparison, folders: Readonly<Record<ArmRole, string>> | undefined): Readonly<Record<ArmRole, SideSource>> {
  const sourceOf = (side: ArmRole): SideSource => {
    if (comparison.kind === 'commands') return { folder: undefined, command: side === 'head' ? comparison.head : comparison.base }
    return { folder: folders?.[side], command: comparison.command }
  }
  return { base: sourceOf('base'), head: sourceOf('head'), 'base-again': sourceOf('base-again') }
}

const projectRoot = resolve(import.meta.dirname, '../..')

/** Three servers of every strategy that the cells need: only what starts them differs. */
export function planSideArms(
  servers: readonly Arm[],
  cells: readonly AbCell[],
  sources: Readonly<Record<ArmRole, SideSource>>,
  injection: Injection | null,
): readonly SideArm[] {
  return servers.flatMap((server) => {
    const own = cells.filter(({ strategy }) => strategy === server.name)
    if (own.length === 0) return []
    return armRoles.map((side) => {
      const name = `${server.name} (${side})`
      const classes = server.classes.filter((each) => own.some(({ responseClass }) => responseClass === each))
      const waits = injection && waitsOf(own, side === 'head' ? injection : { percent: 0, waitNs: {} })
      const command = commandOf(name, server.name, sources[side], waits)
      const isForeign = sources[side].command !== null
      const byHand = `start it ${handLine(sources[side], command)} --port 0`
      // A foreign server that is only read need not take a PUT.
      const role = isForeign && !classes.some((each) => each === 'put' || each === '412') ? 'reference' : server.role
      return { ...server, name, role, strategy: server.name, side, classes, takesSeed: !isForeign, command, byHand }
    })
  })
}

function commandOf(name: string, strategy: string, { folder, command }: SideSource, waits: string | null): ServerCommand {
  const cwd = folder === undefined ? {} : { cwd: folder }
  // The shell reads the quotes; what the harness adds follows as arguments of their own.
  if (command !== null) return { name, command: '/bin/sh', args: ['-c', `${command} "$@"`, 'sh'], node: false, ...cwd }
  const [script = '', ...args] = (waits === null ? serverCommand(strategy) : slowedServerCommand(strategy, waits)).args
  return { name, command: process.execPath, args: [join(folder ?? projectRoot, relative(projectRoot, script)), ...args], node: true, ...cwd }
}

/** The folder of a build is gone when this is read. */
function handLine({ folder, command }: SideSource, { command: executable, args }: ServerCommand): string {
  if (folder === undefined) return `with ${command ?? commandLine({ command: executable, args })}`
  return `in a checkout of that commit with ${command ?? commandLine({ command: executable, args: args.map((arg) => arg.replace(`${folder}/`, '')) })}`
}

/** All sides get the option, base with zeros: what it costs to look at a wait is on all of them. */
function waitsOf(cells: readonly AbCell[], { waitNs }: Injection): string {
  return cells.map(({ name, responseClass }) => `${responseClass}:${Math.round(waitNs[name] ?? 0)}`).join(',')
}
