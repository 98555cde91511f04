import { loadPayload } from '../../servers/resource/payload.ts'
import { formatSize, parseSize } from '../../servers/resource/size.ts'
import { BenchError } from '../errors.ts'
import { unknownName } from '../options.ts'
import { bufferTaskOf, hashFunctions } from './hash-functions.ts'
import { leastContentBytes } from './material.ts'
import type { MicroSettings } from './micro-file.ts'
import { microTasks } from './tasks/index.ts'

/** The flags of `micro` as the command line gives them. */
export interface MicroFlags {
  readonly quick?: boolean
  readonly tasks?: string
  readonly sizes?: string
  readonly payload?: string
  readonly seed?: string
  readonly launches?: string
  readonly out?: string
  readonly json?: boolean
}

const defaultSizesBytes = [100, 1_000, 10_000, 100_000, 1_000_000]

/** What the report needs to say where the CPU of the strategies goes that a default run compares. */
const quickTasks = ['no-op', 'sha256-buffer', 'xxh64-buffer', 'json-parse', 'json-stringify', 'encode-utf8', 'read-row', 'read-columns']

/** Of the strategies that a default run compares. Others are measured in a handler where tasks are named: each takes two seconds a launch. */
const usualHashes = ['sha256', 'xxh64']

/** A sample is half as long as a burst of a run. METHOD.md says what else follows from these. */
const effort = { warmupMs: 20, sampleMs: 10, samples: 5 }

/** Settings of a run of `micro`, fully resolved. Throws one usage error that names everything wrong with the flags. */
export function resolveMicroSettings(flags: MicroFlags): MicroSettings {
  const problems: string[] = []
  const tasks = chooseTasks(flags, problems)
  const hashed = hashFunctions.map(({ name }) => name).filter((name) => tasks.includes(bufferTaskOf(name)))
  const settings = {
    tasks,
    sizesBytes: chooseSizes(flags, problems),
    payloadFile: flags.payload ?? null,
    seed: readInteger('--seed', flags.seed ?? '1', [0, 2 ** 32 - 1], problems),
    launches: readInteger('--launches', flags.launches ?? '6', [1, 1000], problems),
    ...effort,
    inHandler: flags.tasks === undefined ? hashed.filter((name) => usualHashes.includes(name)) : hashed,
  }
  if (problems.length > 0) throw new BenchError('usage', problems.join('\n'), 'npm run micro -- --help lists the flags, npm run micro -- list the tasks')
  return settings
}

function chooseTasks({ tasks, quick }: MicroFlags, problems: string[]): string[] {
  const known = microTasks.map(({ name }) => name)
  if (tasks !== undefined && quick) problems.push('--quick and --tasks exclude each other: give one of them')
  if (tasks === undefined) return quick ? quickTasks : known
  if (tasks === 'all') return known
  const names = splitList(tasks)
  if (names.length === 0) problems.push(`--tasks names no task: give a list such as ${known.slice(0, 3).join(',')}`)
  problems.push(...names.filter((name) => !known.includes(name)).map((name) => unknownName('task', name, known)))
  problems.push(...repeated(names).map((name) => `task "${name}" is named twice: give it once`))
  return names
}

function chooseSizes({ sizes, payload }: MicroFlags, problems: string[]): number[] {
  if (payload !== undefined) {
    if (sizes !== undefined) problems.push('--payload and --sizes exclude each other: a payload has the size it has')
    const reading = loadPayload(payload)
    if (!reading.ok) problems.push(`--payload: ${reading.reason}`)
    return reading.ok ? [reading.sentBytes] : []
  }
  if (sizes === undefined) return defaultSizesBytes
  const parts = splitList(sizes)
  if (parts.length === 0) problems.push('--sizes names no size: give a list such as 1kB,50kB')
  const chosen = parts.flatMap((part) => {
    try {
      return [parseSize(part, leastContentBytes)]
    } catch (error) {
      problems.push((error as Error).message)
      return []
    }
  })
  problems.push(...repeated(chosen).map((size) => `size ${formatSize(size)} is given twice: give it once`))
  return chosen.toSorted((a, b) => a - b)
}

function readInteger(flag: string, text: string, [least, most]: readonly [number, number], problems: string[]): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  problems.push(`${flag} ${text}: give a whole number from ${least} to ${most}`)
  return least
}

const splitList = (text: string) => text.split(',').map((part) => part.trim()).filter((part) => part !== '')

const repeated = <T>(values: readonly T[]): readonly T[] => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
