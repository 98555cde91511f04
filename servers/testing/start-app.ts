import type { AddressInfo } from 'node:net'
import { createApp } from '../app.ts'
import type { Drift } from '../drifts/drift.ts'
import type { ContentCoding } from '../http/content-coding.ts'
import { makeOrder } from '../resource/order.ts'
import { toNewContent } from '../serialisation.ts'
import { stores } from '../stores/index.ts'
import type { Strategy } from '../strategies/strategy.ts'

export interface StartedApp {
  readonly port: number
  close(): Promise<void>
}

/** The app of one strategy on a real socket and a real database, in this process, with documents 1 to 4 of a kilobyte. */
export async function startApp(strategy: Strategy, drift?: Drift, encoding: ContentCoding = 'identity'): Promise<StartedApp> {
  const documents = ['1', '2', '3', '4'].map(id => ({
    id,
    ...toNewContent(strategy, makeOrder({ id, seed: 1, contentBytes: 1000 })),
  }))
  const store = stores[0].open({ documents })
  const app = createApp({ store, strategy, drift, encoding })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    port: (app.server.address() as AddressInfo).port,
    async close() {
      await app.close()
      store.close()
    },
  }
}
