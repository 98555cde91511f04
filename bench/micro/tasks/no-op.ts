import type { MicroTask } from '../task.ts'
import { inTurn } from '../task.ts'

/** The control: what the loop itself costs. */
export const noOp: MicroTask = {
  name: 'no-op',
  summary: 'returns its input: what the loop costs (the control; nothing is subtracted)',
  scales: false,
  prepare: ({ documents }) => inTurn(documents, ({ content }) => content.length, (document) => document.text),
}
