import type { ScenarioRecord } from '../../archive/scenario-record.ts'
import type { ScenarioGroup } from '../scenario-group.ts'
import { groupScenarios, isContended } from '../scenario-group.ts'

/**
 * Scenarios in which editors did get into each other's way: only those say whether a strategy keeps edits. Where nobody did
 * in any, those in which they could have.
 */
export function conflictGroups(records: readonly ScenarioRecord[]): readonly ScenarioGroup[] {
  const possible = groupScenarios(records).filter(isContended)
  const actual = possible.filter((group) => group.records.some(({ edits, lostUpdates }) => (edits?.aborts ?? 0) > 0 || lostUpdates.most > 0))
  return actual.length > 0 ? actual : possible
}
