import type { RunFile } from '../archive/run-file.ts'
import type { MicroFile } from '../micro/micro-file.ts'

/** Why the figures of a micro file say nothing about a run: a sentence each, none where they do. */
export function mismatches(run: Pick<RunFile, 'environment' | 'payload'>, micro: Pick<MicroFile, 'environment' | 'settings'>): readonly string[] {
  const [here, there] = [run.environment, micro.environment]
  const runContent = run.payload === null ? 'orders of the benchmark' : `a payload of ${run.payload.sentBytes} bytes`
  const { payloadFile, sizesBytes } = micro.settings
  const microContent = payloadFile === null ? 'orders of the benchmark' : `a payload of ${sizesBytes[0] ?? 0} bytes`
  return [
    ...(here.cpuModel === there.cpuModel ? [] : [`the run was made on ${here.cpuModel}, the micro file on ${there.cpuModel}`]),
    ...(here.node === there.node ? [] : [`the run was made by Node ${here.node}, the micro file by ${there.node}`]),
    ...(runContent === microContent ? [] : [`the run measured ${runContent}, the micro file ${microContent}`]),
  ]
}
