import { sqlite } from './sqlite.ts'
import type { StoreKind } from './store.ts'

/** To add a store: one file in this folder, one line here. The first is the one that servers use. */
export const stores: readonly [StoreKind, ...StoreKind[]] = [sqlite]
