import type { Scenario } from '../../scenarios/scenario.ts'
import { runScripted, type ScriptedRun, type ScriptedRunOptions } from '../load/scripted-run.ts'
import { ScriptedServer, type ScriptedServerOptions } from '../load/scripted-server.ts'
import { untouchedDocuments } from './document-state.ts'
import { type Case, judge, type Judgement } from './judge.ts'

/** A test fixture: a script on the scripted server, judged by all oracles, beside the truth. */
export interface ScriptedCase extends ScriptedRun {
  readonly judgement: Judgement
}

type Options<Settings, User> = Omit<ScriptedRunOptions<Settings, User>, 'server'> & {
  readonly scenario: Scenario<Settings, User>
  readonly server: Omit<ScriptedServerOptions, 'documents'>
}

const guards: Readonly<Record<ScriptedServerOptions['validators'], Case['writeGuard']>> = {
  version: 'if-match',
  hash: 'if-match',
  'canonical-hash': 'if-match',
  'weak-hash': 'none',
  'last-modified': 'if-unmodified-since',
  none: 'none',
}

export function judgeScripted<Settings, User>(options: Options<Settings, User>): ScriptedCase {
  const documents = options.scenario.documents(options.settings)
  const server = new ScriptedServer({ ...options.server, documents })
  const run = runScripted({ ...options, server })
  const judgement = judge({
    writeGuard: guards[options.server.validators],
    observations: run.observations,
    before: untouchedDocuments(documents),
    after: run.after,
    commitLog: server.commitLog,
  })
  return { ...run, judgement }
}

export function kindsOf(charges: readonly { readonly kind: string }[]): readonly string[] {
  return charges.map(charge => charge.kind)
}
