// Outlives the harness by at most a moment, to end what the harness could not end itself. Run by supervision.ts in a
// session of its own. stdin: `watch PGID`, `forget PGID` and `discard FOLDER`, one a line; stdout: `watching PGID` for each watch.
// stdin ends when the harness does, however it does: then every watched process group is ended and every folder removed.
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { graceMs, groupIsAlive, signalGroup } from './process-group.ts'

const pollMs = 20
const watched = new Set<number>()
const folders = new Set<string>()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.stdout.on('error', () => {})

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, pgid] = line.split(' ')
  if (verb === 'watch') {
    watched.add(Number(pgid))
    process.stdout.write(`watching ${pgid}\n`)
  } else if (verb === 'forget') {
    watched.delete(Number(pgid))
  } else if (verb === 'discard') {
    folders.add(line.slice('discard '.length))
  }
}

for (const pgid of watched) signalGroup(pgid, 'SIGTERM')
const deadline = performance.now() + graceMs
while (performance.now() < deadline && [...watched].some(groupIsAlive)) {
  await new Promise((resolve) => setTimeout(resolve, pollMs))
}
for (const pgid of watched) if (groupIsAlive(pgid)) signalGroup(pgid, 'SIGKILL')
for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
process.exit()
