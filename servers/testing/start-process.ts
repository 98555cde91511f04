import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface StartedProcess {
  readonly child: ChildProcess
  readonly port: number
  /** Every line of standard output so far. */
  readonly lines: readonly string[]
  /** Ends it by SIGTERM; its exit code. */
  stop(): Promise<number | null>
}

/** A server as the harness starts it; `args` as for Node. */
export async function startProcess(args: readonly string[]): Promise<StartedProcess> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const exited = once(child, 'exit')
  const lines: string[] = []
  const output = createInterface({ input: child.stdout ?? process.stdin })
  output.on('line', line => lines.push(line))
  await Promise.race([once(output, 'line'), exited])
  const port = Number(/^listening on http:\/\/127\.0\.0\.1:(\d+)\/orders\/1$/.exec(lines[0] ?? '')?.[1])
  return {
    child,
    port,
    lines,
    async stop() {
      child.kill('SIGTERM')
      const [code] = (await exited) as [number | null]
      return code
    },
  }
}

/** Runs Node to its end. */
export async function runToEnd(args: readonly string[]): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stderr }
}
