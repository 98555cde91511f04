import { lineWidth } from '../../report/columns.ts'
import type { ProbeObserver } from '../run-probe.ts'

export interface ProbeProgress extends ProbeObserver {
  writing(notice: string): void
  /** Leaves no trace of the line that shows the check under way. */
  stop(): void
}

/** One line that is written over, on a terminal only; what is written to the target is told everywhere. */
export function createProbeProgress(stream: NodeJS.WriteStream): ProbeProgress {
  const clear = stream.isTTY ? '\r\u001B[2K' : ''
  const show = (text: string) => {
    if (stream.isTTY) stream.write(clear + text.slice(0, lineWidth - 1))
  }
  return {
    checking: ({ title }, index, total) => show(`${index + 1} of ${total}: ${title}`),
    writing: (notice) => void stream.write(`${clear}${notice}\n`),
    restoring: () => void stream.write(`${clear}restoring the resource\n`),
    stop: () => void stream.write(clear),
  }
}
