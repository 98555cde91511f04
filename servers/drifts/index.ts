import type { Drift } from './drift.ts'
import { keyOrder } from './key-order.ts'
import { serverTime } from './server-time.ts'

/** To add a drift: one file in this folder, one line here. */
export const drifts: readonly Drift[] = [serverTime, keyOrder]
