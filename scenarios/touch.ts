import { defineScenario } from './define-scenario.ts'
import { pollOwnDocument } from './own-document-polls.ts'
import type { PollChangingSettings } from './poll-changing.ts'

export type TouchSettings = PollChangingSettings & {
  /** Of the writes between two polls: the share that puts the content back as it was. 0 to 1. */
  readonly touchFraction: number
}

/** After a touch a tag of the content still holds, one of the write does not. */
export const touch = defineScenario<TouchSettings>({
  name: 'touch',
  summary: 'as poll-changing, but some writes put the content back unchanged: a hash keeps its 304s, versions and dates do not',
  defaults: { users: 4, polls: 200, changedFraction: 0.5, touchFraction: 0.2, thinkMs: 0 },
  workload: 'closed',
  users: settings => settings.users,
  documents: settings => settings.users,
  operations: (settings, context) => pollOwnDocument(settings, context, () => {
    const isWritten = context.random() < settings.changedFraction
    const isTouch = context.random() < settings.touchFraction
    if (!isWritten) return undefined
    return isTouch ? 'touch' : 'edit'
  }),
})
