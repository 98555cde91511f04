// Outlives the harness by at most a moment, to end what the harness could not end itself. Run by supervision.ts in a
// session of its own. stdin: `watch PGID` and `forget PGID`, one a line; stdout: `watching PGID` for each watch.
// stdin ends when the harness does, however it does: then every watched process group is ended, and the folder for
// temporary files, its only argument, removed.
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { graceMs, groupIsAlive, signalGroup } from './process-group.ts'

const pollMs = 20
const killedWithinMs = 1_000
const scratchFolder = process.argv[2]
const watched = new Set<number>()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.stdout.on('error', () => {})

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, pgid] = line.split(' ')
  if (verb === 'watch') {
    watched.add(Number(pgid))
    process.stdout.write(`watching ${pgid}\n`)
  } else if (verb === 'forget') {
    watched.delete(Number(pgid))
  }
}

for (const pgid of watched) signalGroup(pgid, 'SIGTERM')
await untilEnded(graceMs)
for (const pgid of watched) if (groupIsAlive(pgid)) signalGroup(pgid, 'SIGKILL')
// Who still runs could put new files into a folder that is being removed.
await untilEnded(killedWithinMs)
if (scratchFolder !== undefined) rmSync(scratchFolder, { recursive: true, force: true, maxRetries: 3 })
process.exit()

async function untilEnded(withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs
  while (performance.now() < deadline && [...watched].some(groupIsAlive)) {
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
