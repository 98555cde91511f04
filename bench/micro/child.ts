// One task at one size, once: started by run-child.ts for each launch, so that no measurement inherits another's compiled
// code or heap. argv: a ChildJob as JSON; stdout: a ChildAnswer. It imports little: hundreds of them are started.
import type { ChildAnswer, ChildJob } from './child-job.ts'
import { processCpuClock } from './cpu-clock.ts'
import { makeMaterial } from './material.ts'
import { measureOperation } from './measure-operation.ts'
import { microTasks } from './tasks/index.ts'

const job = JSON.parse(process.argv[2] ?? '') as ChildJob
const task = microTasks.find(({ name }) => name === job.task)
if (task === undefined) throw new Error(`no task is named "${job.task}"`)
const operation = await task.prepare(await makeMaterial(job))
try {
  const answer: ChildAnswer = { inputBytes: operation.inputBytes, ...measureOperation(operation, job, processCpuClock) }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
} finally {
  operation.release?.()
}
