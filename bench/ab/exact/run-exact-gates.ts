import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { formatSize } from '../../../servers/resource/size.ts'
import type { ScriptResponse } from '../../../scenarios/scenario.ts'
import { readBookkeeping } from '../../../scenarios/bookkeeping.ts'
import { BenchError } from '../../errors.ts'
import { interrupted, serverDied, serverHung } from '../../trial/endings.ts'
import { requestTimeoutSeconds, stopArms } from '../../trial/running-arm.ts'
import { readFinalStates } from '../../trial/scenario-final-states.ts'
import type { ExactResult } from '../ab-file.ts'
import type { ArmRole } from '../arm-role.ts'
import type { RunningSide, SideArm } from '../measure/side-arm.ts'
import { startSides } from '../measure/side-arm.ts'
import type { ExactGatesContext } from '../run-ab.ts'
import { compareExact } from './compare-exact.ts'
import type { SideFigures } from './exact-figures.ts'
import { exactFigures } from './exact-figures.ts'
import { readOnlyScript, readWriteScript } from './exact-script.ts'
import type { PlayedScript } from './play-in-turns.ts'
import { playInTurns } from './play-in-turns.ts'
import type { StatementCounter } from './statement-counter.ts'
import { openStatementCounter } from './statement-counter.ts'

const requestTimeoutMs = requestTimeoutSeconds * 1000

/**
 * Plays the same scripts on fresh servers of base, head and base again, strategy by strategy, and compares what is counted
 * by equality. Strategies whose validators are dates are left out: what they answer depends on the clock. Its servers have
 * ended when this returns or throws.
 */
export async function runExactGates(context: ExactGatesContext): Promise<readonly ExactResult[]> {
  const results: ExactResult[] = []
  const byStrategy = Map.groupBy(context.arms.filter(({ writeGuard }) => writeGuard !== 'if-unmodified-since'), ({ strategy }) => strategy)
  for (const arms of byStrategy.values()) results.push(...(await compareStrategy(arms, context)))
  return results
}

async function compareStrategy(arms: readonly SideArm[], context: ExactGatesContext): Promise<readonly ExactResult[]> {
  const { settings, warn } = context
  const strategy = arms[0]?.strategy ?? ''
  const sizesBytes = [...new Set(settings.cells.filter((cell) => cell.strategy === strategy).map((cell) => cell.sizeBytes))]
  const folder = mkdtempSync(join(context.supervisor.scratchFolder, 'exact-'))
  try {
    const sides = await startCounted(arms, sizesBytes, folder, context)
    try {
      const played = new Map<ArmRole, SideFigures | string>()
      for (const side of sides) played.set(side.running.arm.side, await playAll(side, sizesBytes, context.signal))
      const [base, head, again] = [played.get('base'), played.get('head'), played.get('base-again')]
      if (typeof base === 'object' && typeof again === 'object' && typeof head === 'string') return [lostFigures(strategy, head)]
      const reason = [base, head, again].find((each) => typeof each === 'string')
      if (typeof base !== 'object' || typeof head !== 'object' || typeof again !== 'object') {
        warn(`exact figures of ${strategy} are not compared: ${reason ?? 'a side is missing'}`)
        return []
      }
      const { results, notes } = compareExact({ base, head, 'base-again': again })
      for (const note of notes) warn(note)
      return results
    } finally {
      await stopArms(sides.map(({ running }) => running))
      for (const { counter } of sides) counter?.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What base lets be counted and head does not has changed, whatever the figures were. */
function lostFigures(cell: string, reason: string): ExactResult {
  return { gate: 'exact figures', cell, base: 'known', head: 'none', passed: false, why: `${reason}; base does not` }
}

interface CountedSide {
  readonly running: RunningSide
  /** Undefined: its server does not log statements. */
  readonly counter: StatementCounter | undefined
}

/** All or none. Servers of this project log their statements, if all of them know how to. */
async function startCounted(arms: readonly SideArm[], sizesBytes: readonly number[], folder: string, context: ExactGatesContext): Promise<readonly CountedSide[]> {
  const { settings, supervisor, signal, warn } = context
  const plan = { sizesBytes, payloadFile: settings.payloadFile, seed: settings.seed, documents: { documents: sizesBytes.length, idsBySize: [] }, supervisor, signal }
  const logOf = (side: ArmRole) => join(folder, `${side}.sql`)
  const logging = arms.map((arm) => ({ ...arm, command: { ...arm.command, args: [...arm.command.args, '--log-statements', logOf(arm.side)] } }))
  const isOwn = arms.every(({ takesSeed }) => takesSeed)
  if (isOwn) {
    try {
      const running = await startSides(logging, plan)
      return running.map((each) => ({ running: each, counter: openStatementCounter(logOf(each.arm.side)) }))
    } catch (error) {
      if (!(error instanceof BenchError && error.message.includes("'--log-statements'"))) throw error
      warn('statements are not compared: servers of one of the commits do not know --log-statements')
    }
  }
  return (await startSides(arms, plan)).map((running) => ({ running, counter: undefined }))
}

/** A sentence where its figures would mean nothing. Document i has size number i. */
async function playAll({ running, counter }: CountedSide, sizesBytes: readonly number[], signal: AbortSignal): Promise<SideFigures | string> {
  const { arm } = running
  const all: SideFigures[] = []
  for (const [index, sizeBytes] of sizesBytes.entries()) {
    const document = index + 1
    const script = arm.role === 'reference' ? readOnlyScript(document) : readWriteScript(document)
    const { origin } = running.server
    const countStatements = counter && (() => counter.count())
    const played = await orFailOf(running, signal, playInTurns(script, { origin, encoding: arm.encoding, requestTimeoutMs, countStatements, signal }))
    const { turns, firstAnswer } = played
    if (turns.at(-1)?.observation.failure === 'timed-out') throw serverHung(arm.name, whilePlayed)
    const meaning = meaningOf(arm, firstAnswer)
    if (typeof meaning === 'string') return `${arm.name} ${meaning}`
    const states = await orFailOf(running, signal, readFinalStates(origin, document, requestTimeoutMs))
    if (states === 'timed-out') throw serverHung(arm.name, whilePlayed)
    const after = states.filter((state) => state.document === document)
    all.push(exactFigures({ place: `${arm.strategy}/${formatSize(sizeBytes)}`, turns, after, before: { document, ...meaning.bookkeeping }, strongTag: meaning.strongTag }))
  }
  return { figures: all.flatMap(({ figures }) => figures), counts: all.flatMap(({ counts }) => counts) }
}

const whilePlayed = 'while the scripts of the exact gates were played'

/** What a foreign server promises is seen by its first answer; a sentence where its figures would mean nothing. */
function meaningOf({ takesSeed, strongTag }: SideArm, first: PlayedScript['firstAnswer']) {
  const bookkeeping = first?.status === 200 ? readBookkeeping(first.body) : undefined
  if (first === undefined || bookkeeping === undefined) return 'keeps no bookkeeping ("edit" with "id" and "tally", servers/README.md), by which edits are told apart'
  const isStrong = hasStrongTag(first)
  if (!takesSeed && !isStrong && first.headers['last-modified'] !== undefined) return 'goes by dates, so that its answers depend on the clock'
  return { bookkeeping, strongTag: takesSeed ? strongTag : isStrong }
}

const hasStrongTag = ({ headers }: ScriptResponse) => headers['etag'] !== undefined && !headers['etag'].startsWith('W/')

/** A server that has ended explains a failure better than the failure itself. */
async function orFailOf<T>({ arm, server }: RunningSide, signal: AbortSignal, action: Promise<T>): Promise<T> {
  try {
    return await action
  } catch (error) {
    if (signal.aborted) throw interrupted()
    if (server.hasExited() !== undefined) throw serverDied(server, arm.name, whilePlayed)
    throw error
  }
}
