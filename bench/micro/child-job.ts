import type { MaterialSource } from './material.ts'
import type { Effort, OperationFigures } from './measure-operation.ts'

/** What a child process is asked for: its only argument, as JSON. */
export interface ChildJob extends MaterialSource, Effort {
  readonly task: string
}

/** What it prints: one line of JSON. */
export interface ChildAnswer extends OperationFigures {
  readonly inputBytes: number
}
