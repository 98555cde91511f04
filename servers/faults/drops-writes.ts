import { withWrite } from './altered-store.ts'
import { everyNth } from './every-nth.ts'
import type { Fault } from './fault.ts'

export const dropsWrites: Fault = {
  name: 'drops-writes',
  summary: 'acknowledges every 50th accepted write and does not store it',
  plant() {
    const isDropped = everyNth(50)
    return {
      alterStore: store =>
        withWrite(store, (id, decide) => {
          let dropped = false
          const row = store.write(id, () => {
            const next = decide()
            dropped = next !== undefined && isDropped()
            return dropped ? undefined : next
          })
          return dropped ? { version: (store.peek(id)?.version ?? 0) + 1, updatedAtMs: Date.now() } : row
        }),
    }
  },
}
