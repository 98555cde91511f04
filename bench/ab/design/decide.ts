import type { CellEvidence } from './evidence.ts'
import type { SequentialDesign } from './sequential-design.ts'
import type { CellVerdict, SuiteDecision, SuiteStep } from './suite-decision.ts'

/** Signatures agreed on; the rules follow. */
export type DecideSuite = (design: SequentialDesign, cells: readonly CellEvidence[]) => SuiteDecision
export type NextStep = (design: SequentialDesign, cells: readonly CellEvidence[]) => SuiteStep
/** Final verdicts, also of a suite that ended early: open and unconfirmed cells become `cannot-tell`. */
export type ConcludeSuite = (design: SequentialDesign, cells: readonly CellEvidence[]) => readonly CellVerdict[]
