import type { Fault } from './fault.ts'

const stallMs = 2_000

export const stallsOnce: Fault = {
  name: 'stalls-once',
  summary: `stands still for ${stallMs / 1000} s, once, --stall-at milliseconds after its first request`,
  plant({ stallAtMs }) {
    let hasBegun = false
    return {
      alterApp(app) {
        app.addHook('onRequest', (_request, _reply, done) => {
          if (!hasBegun) setTimeout(standStill, stallAtMs)
          hasBegun = true
          done()
        })
      },
    }
  },
}

/** Blocks the only thread, as a long garbage collection or a synchronous call does. */
function standStill(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs)
}
