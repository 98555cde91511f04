import { setTimeout as sleep } from 'node:timers/promises'
import type { CpuReading } from '../target/cpu-meter.ts'
import type { Server } from '../target/server-process.ts'
import { serverDied } from './endings.ts'

/** Its exit is reported a moment after a process has gone. */
const exitNewsMs = 100

/** As `server.meter.read`; that a server has ended is a better reason than that it cannot be read. `where`: as for `serverDied`. */
export async function readMeter(server: Server, name: string, where: string): Promise<CpuReading> {
  try {
    return await server.meter.read()
  } catch (error) {
    await Promise.race([server.exited, sleep(exitNewsMs)])
    throw server.hasExited() === undefined ? error : serverDied(server, name, where)
  }
}
