import type { RunFile } from '../archive/run-file.ts'

/** Why two runs cannot be compared, a sentence each; none: they can. What is only measured in one of them is no reason. */
export function findObstacles(base: RunFile, head: RunFile): readonly string[] {
  return [
    ...differences('machine', machineOf(base), machineOf(head)),
    ...differences('runtime', runtimeOf(base), runtimeOf(head)),
    ...differences('payload', payloadOf(base), payloadOf(head)),
    ...differences('option', optionsOf(base), optionsOf(head)),
    ...differences('option', ratesOf(base, head), ratesOf(head, base)),
  ]
}

/** What may differ but is worth knowing: a package or the code is what two runs are made to compare. */
export function findRemarks(base: RunFile, head: RunFile): readonly string[] {
  const packages = differences('package', base.environment.packages, head.environment.packages)
  return [
    ...packages,
    ...(base.status === 'complete' ? [] : ['base is a partial run']),
    ...(head.status === 'complete' ? [] : ['head is a partial run']),
    ...(base.id === head.id ? ['both files are of the same run'] : []),
  ]
}

type Facts = Readonly<Record<string, string | number | null>>

function differences(kind: string, base: Facts, head: Facts): readonly string[] {
  const names = [...new Set([...Object.keys(base), ...Object.keys(head)])]
  return names.filter((name) => base[name] !== head[name]).map((name) => `other ${kind}: ${name} was ${base[name] ?? 'none'} and is ${head[name] ?? 'none'}`)
}

const machineOf = ({ environment: { cpuModel, cores, memoryBytes, os, cpuMeter } }: RunFile): Facts => ({ CPU: cpuModel, cores, memory: memoryBytes, system: os, 'CPU meter': cpuMeter })
const runtimeOf = ({ environment: { node, v8, sqlite } }: RunFile): Facts => ({ Node: node, V8: v8, SQLite: sqlite })

/** The file may have moved: what it holds is told by its sizes. */
function payloadOf({ payload }: RunFile): Facts {
  if (payload === null) return { file: null }
  return { file: 'given', 'bytes in the file': payload.fileBytes, 'bytes as sent': payload.sentBytes, bookkeeping: payload.bookkeeping }
}

/** Those that change what a figure is, whatever else is measured. More launches only narrow the intervals. */
function optionsOf({ settings }: RunFile): Facts {
  const { encoding, seed, connections, warmupCpuMsPerClass, burstCpuMs, roundsPerLaunch } = settings
  return { encoding, seed, connections, warmupCpuMsPerClass, burstCpuMs, roundsPerLaunch }
}

/** Of the loads that both have. */
function ratesOf({ settings }: RunFile, other: RunFile): Facts {
  const shared = settings.fixedRates.filter(({ load }) => other.settings.fixedRates.some((rate) => rate.load === load))
  return Object.fromEntries(shared.map(({ load, seconds, roundsPerLaunch }) => [`load ${load}`, `${seconds} s x ${roundsPerLaunch}`]))
}
