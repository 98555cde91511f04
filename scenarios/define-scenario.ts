import type { Scenario, UserContext } from './scenario.ts'
import { type Operation, ScriptedUser } from './scripted-user.ts'

type Described<Settings> = Omit<Scenario<Settings, ScriptedUser>, 'newUser' | 'next' | 'observe'>

export interface ScenarioDefinition<Settings> extends Described<Settings> {
  /**
   * What one user does, in order. Each operation is asked for when the one before has ended: draw everything that chance
   * decides about it before it is given away, and the same number of times whatever came of earlier ones.
   */
  operations(settings: Settings, context: UserContext): Iterator<Operation, void>
}

/** A scenario of users that poll and edit. */
export function defineScenario<Settings>(definition: ScenarioDefinition<Settings>): Scenario<Settings, ScriptedUser> {
  const { operations, ...described } = definition
  return {
    ...described,
    newUser: (settings, context) => new ScriptedUser(context.index, operations(settings, context)),
    next: user => user.next(),
    observe: (user, request, answer) => user.observe(request, answer),
  }
}
