import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const start = fileURLToPath(new URL('../start.mjs', import.meta.url))
const timeoutMs = 300_000

/**
 * `npm run report` of a run file, in a process of its own: the memory that charts take to draw does not come on top of what
 * a long run holds. Resolves to the path of the page. Rejects with an Error that says what that process said.
 */
export async function reportInOwnProcess(runPath: string): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, [start, 'report', runPath], { timeout: timeoutMs, killSignal: 'SIGKILL' })
    return join(dirname(runPath), 'report.html')
  } catch (cause) {
    const { stderr = '', message, killed, signal } = cause as Error & { stderr?: string; killed?: boolean; signal?: string | null }
    const said = stderr.trim()
    const end = killed ? `it took more than ${timeoutMs / 1000} s` : signal != null ? `its process ended with ${signal}` : message
    throw new Error(said === '' ? end : said, { cause })
  }
}
