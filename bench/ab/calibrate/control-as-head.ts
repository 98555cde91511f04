import { hodgesLehmann } from '../../stats/hodges-lehmann.ts'
import { decideSuite } from '../design/decide.ts'
import type { CellEvidence, LaunchEffects } from '../design/evidence.ts'
import { validEffects } from '../design/evidence.ts'
import type { CalibrationSuite } from './calibration-suite.ts'
import { evidenceOf } from './calibration-suite.ts'

/** base-again judged as head would be, although it is the same build as base: whatever alarms is false. */
export interface ControlVerdict {
  readonly cell: string
  /** In the screening, before any confirmation. */
  readonly alarmed: boolean
  /** Alarmed, and confirmed by fresh launches or without any that could have told. */
  readonly regressed: boolean
  /** Neither alarmed nor passed by the launches that there are: head was decided sooner. */
  readonly unsettled: boolean
}

/**
 * The decision of the gate with head and base-again in each other's place, as far as launches were made. Head stands in for
 * the control with its own centre taken off, so that only its spread takes part and no injection voids a cell.
 */
export function judgeControlAsHead(suite: CalibrationSuite): readonly ControlVerdict[] {
  const { design } = suite.settings
  const swapped = evidenceOf(suite).map(swap)
  const screened = decideSuite(design, swapped.map((evidence) => ({ ...evidence, confirmation: [], confirmationControl: [] })))
  const confirmed = decideSuite(design, swapped)
  return screened.cells.map(({ cell, status }, index) => {
    const alarmed = status === 'alarmed'
    const end = confirmed.cells[index]!
    const unsettled = !alarmed && status !== 'no-change' && status !== 'improved'
    return { cell, alarmed, regressed: alarmed && (end.status === 'alarmed' || end.status === 'regressed' || end.unconfirmedAlarm), unsettled }
  })
}

function swap({ head, control, confirmation, confirmationControl, ...cell }: CellEvidence): CellEvidence {
  return { ...cell, head: control, control: centred(head), confirmation: confirmationControl, confirmationControl: centred(confirmation) }
}

function centred(effects: LaunchEffects): LaunchEffects {
  const valid = validEffects(effects)
  if (valid.length === 0) return effects
  const centre = hodgesLehmann(valid)
  return effects.map((effect) => (effect === null ? null : effect - centre))
}
