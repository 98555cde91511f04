import { scenarios } from '../../scenarios/index.ts'
import { faultyServerCommand } from '../../servers/index.ts'
import type { Arm } from '../plan/arm.ts'
import { planArms } from '../plan/arm.ts'
import type { ScenarioContext } from '../trial/scenario-trial.ts'
import { measureScenario } from '../trial/scenario-trial.ts'
import { interrupted } from '../trial/endings.ts'
import type { Expectation } from './expectation.ts'
import { judgeSightings } from './outcome.ts'
import type { FaultOutcome } from './outcome.ts'
import type { Sighting } from './sign.ts'
import { signOfError, signsOfRecord } from './sign.ts'

/** Two cores carry two scripts. */
const workers = 2
const sizeBytes = 1_000

/**
 * Plays each fault's script on the faulty server and on the sound one, fresh processes both; outcomes in the order of the
 * expectations. Whatever a server does, the others are still played; only an interruption rejects.
 */
export async function runSelfcheck(expectations: readonly Expectation[], context: ScenarioContext): Promise<readonly FaultOutcome[]> {
  // Several faults share a script, and the sound server plays it once.
  const soundPlays = new Map<string, Promise<readonly Sighting[]>>()
  const playSound = (expectation: Expectation) => {
    const { strategy, scenario, settings } = expectation
    const script = JSON.stringify([strategy, scenario, settings])
    const playing = soundPlays.get(script) ?? play(expectation, soundArm(strategy), context)
    soundPlays.set(script, playing)
    return playing
  }
  const outcomes = new Map<string, FaultOutcome>()
  // A server that hangs takes as long as a request may, so it comes first.
  const hangs = ({ namedBy }: Expectation) => namedBy.includes('server-hung')
  const queue = expectations.toSorted((a, b) => Number(hangs(b)) - Number(hangs(a)))
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const onFaulty = await play(next, faultyArm(next), context)
      outcomes.set(next.fault, judgeSightings(next, onFaulty, await playSound(next)))
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: workers }, work))
  const failure = ends.find((end) => end.status === 'rejected')
  if (failure !== undefined) throw failure.reason
  return expectations.flatMap(({ fault }) => outcomes.get(fault) ?? [])
}

async function play(expectation: Expectation, arm: Promise<Arm>, context: ScenarioContext): Promise<readonly Sighting[]> {
  const scenario = scenarios.find(({ name }) => name === expectation.scenario)
  if (scenario === undefined) throw new Error(`there is no scenario "${expectation.scenario}"`)
  if (context.signal.aborted) throw interrupted()
  const settings = { ...scenario.defaults, ...expectation.settings }
  try {
    const record = await measureScenario({ scenario, variant: 'selfcheck', settings, arm: await arm, sizeBytes }, context)
    return signsOfRecord(record)
  } catch (error) {
    if (context.signal.aborted) throw error
    return [signOfError(error)]
  }
}

async function soundArm(strategy: string): Promise<Arm> {
  const arm = (await planArms([strategy], [])).find(({ name }) => name === strategy)
  if (arm === undefined) throw new Error(`there is no strategy "${strategy}"`)
  return arm
}

/** An arm like any other, but for the file that Node runs. */
async function faultyArm({ fault, strategy }: Expectation): Promise<Arm> {
  const arm = await soundArm(strategy)
  return { ...arm, name: fault, command: { ...arm.command, name: fault, args: faultyServerCommand(fault, strategy).args } }
}
