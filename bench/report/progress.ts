import { MultiBar, Presets } from 'cli-progress'
import { formatDuration } from '../units.ts'

/** Told of every cell that is done on all arms. */
export interface Progress {
  advance(what: string): void
  stop(): void
}

/** Cells of the run, and of one launch: the first, the warm-up, is far longer than others, so less than a launch says nothing. */
export interface ProgressPlan {
  readonly total: number
  readonly perLaunch: number
}

/** A bar with the time left on a terminal, a plain line now and then elsewhere. `nowMs` only paces the lines. */
export function createProgress(plan: ProgressPlan, stream: NodeJS.WriteStream, nowMs: () => number = Date.now): Progress {
  return stream.isTTY ? createBar(plan, stream) : createLines(plan, stream, nowMs)
}

const unknownLeft = 'time left: …'

function createBar(plan: ProgressPlan, stream: NodeJS.WriteStream): Progress {
  const bars = new MultiBar(
    {
      stream,
      format: ' {bar} {percentage} % · {left} · {what}',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      linewrap: false,
    },
    Presets.shades_classic,
  )
  const startMs = performance.now()
  const bar = bars.create(plan.total, 0, { what: 'starting', left: unknownLeft })
  let done = 0
  return {
    advance(what) {
      done++
      const leftMs = timeLeftMs(done, plan, performance.now() - startMs)
      bar.update(done, { what: what.slice(0, 30), left: leftMs === undefined ? unknownLeft : `${formatDuration(leftMs)} left` })
    },
    stop: () => bars.stop(),
  }
}

const lineEveryMs = 10_000

function createLines(plan: ProgressPlan, stream: NodeJS.WriteStream, nowMs: () => number): Progress {
  const startMs = nowMs()
  let writtenMs = Number.NEGATIVE_INFINITY
  let done = 0
  return {
    advance(what) {
      done++
      const now = nowMs()
      if (now - writtenMs < lineEveryMs && done < plan.total) return
      writtenMs = now
      const leftMs = timeLeftMs(done, plan, now - startMs)
      const left = leftMs === undefined ? '' : `, about ${formatDuration(leftMs)} left`
      stream.write(`${done} of ${plan.total} cells done${left} (${what})\n`)
    },
    stop() {},
  }
}

/** Undefined until a whole launch is done, and when nothing is left. */
function timeLeftMs(done: number, { total, perLaunch }: ProgressPlan, elapsedMs: number): number | undefined {
  return done < perLaunch || done >= total ? undefined : (elapsedMs / done) * (total - done)
}
