import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { BenchError } from '../errors.ts'
import type { ChildAnswer, ChildJob } from './child-job.ts'
import type { InHandlerAnswer, InHandlerJob } from './in-handler-job.ts'

const child = fileURLToPath(new URL('child.ts', import.meta.url))
const inHandlerChild = fileURLToPath(new URL('in-handler-child.ts', import.meta.url))

const answerSchema: z.ZodType<ChildAnswer> = z.object({
  inputBytes: z.number(),
  batch: z.number().int(),
  samples: z.number().int(),
  cheapestNs: z.number().positive(),
  medianNs: z.number().positive(),
  clockTickNs: z.number(),
  resultWeight: z.number(),
})

const inHandlerSchema: z.ZodType<InHandlerAnswer> = z.object({
  figures: z.array(
    z.object({
      sizeBytes: z.number().int(),
      requests: z.number().int().positive(),
      handlerNs: z.number().positive(),
      loopNs: z.number().positive(),
    }),
  ),
})

/** A child takes a few tenths of a second, and some seconds for the largest contents on a slow machine. */
const timeoutMs = 120_000

export interface ChildOptions {
  readonly file?: string
  /** Where Node keeps its compile cache: sources stripped of types, and bytecode; machine code is made by each process anew. */
  readonly compileCacheFolder?: string
}

/**
 * One task at one size in a process of its own. Ctrl-C does not reach it, as it is in a group of its own: it ends by
 * itself before long, and takes its temporary files with it.
 */
export async function runChild(job: ChildJob, { file = child, compileCacheFolder }: ChildOptions = {}): Promise<ChildAnswer> {
  const what = `task ${job.task} at ${job.sizeBytes} bytes`
  return askProcess(job, { file, answerSchema, what, compileCacheFolder })
}

/** One hash at every size, in a server that answers requests: a process of its own, too. */
export async function runInHandlerChild(job: InHandlerJob, { file = inHandlerChild, compileCacheFolder }: ChildOptions = {}): Promise<InHandlerAnswer> {
  return askProcess(job, { file, answerSchema: inHandlerSchema, what: `${job.hash} in a handler`, compileCacheFolder })
}

interface Asking<Answer> {
  readonly file: string
  readonly answerSchema: z.ZodType<Answer>
  /** Of error messages. */
  readonly what: string
  readonly compileCacheFolder: string | undefined
}

async function askProcess<Answer>(job: object, { file, answerSchema: schema, what, compileCacheFolder }: Asking<Answer>): Promise<Answer> {
  const started = spawn(process.execPath, ['--expose-gc', file, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(compileCacheFolder !== undefined && { NODE_COMPILE_CACHE: compileCacheFolder }) },
    detached: true,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  })
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(started.stdout),
    text(started.stderr),
    once(started, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ])
  const answer = code === 0 ? schema.safeParse(parseJson(stdout)).data : undefined
  if (answer !== undefined) return answer
  const end = code === 0 ? `answered ${JSON.stringify(stdout.slice(0, 200))}` : `ended with ${signal ?? `exit code ${code}`}`
  throw new BenchError(
    'harness',
    `the process of ${what} ${end}${stderr === '' ? '' : `:\n${stderr.trim().slice(-2000)}`}`,
    'leave the task out (--tasks), or give a smaller size (--sizes)',
  )
}

function parseJson(printed: string): unknown {
  try {
    return JSON.parse(printed)
  } catch {
    return undefined
  }
}
