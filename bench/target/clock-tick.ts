import { execFileSync } from 'node:child_process'

/** Length of the clock tick that /proc counts CPU time in (`getconf CLK_TCK`; 100 a second on nearly every Linux). */
export const clockTickNs = 1e9 / ticksPerSecond()

function ticksPerSecond(): number {
  if (process.platform !== 'linux') return 100
  try {
    return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'latin1', stdio: ['ignore', 'pipe', 'ignore'] })) || 100
  } catch {
    return 100
  }
}
