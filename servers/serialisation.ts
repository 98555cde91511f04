import type { Drift } from './drifts/drift.ts'
import type { JsonValue } from './resource/bookkeeping.ts'
import type { NewContent } from './stores/store.ts'
import type { Strategy } from './strategies/strategy.ts'

/** How a strategy writes JSON. */
function serialiserOf(strategy: Strategy): (value: JsonValue) => string {
  return strategy.serialise ?? (value => JSON.stringify(value))
}

/** A stored document as it is sent. Without a drift, the serialiser itself: nothing is added to the measured path. */
export function sendingSerialiser(strategy: Strategy, drift: Drift | undefined): (value: JsonValue) => string {
  const serialise = serialiserOf(strategy)
  return drift === undefined ? serialise : value => serialise(drift.send(value))
}

/** A received content as it is stored. */
export function storingSerialiser(strategy: Strategy, drift: Drift | undefined): (value: JsonValue) => string {
  const serialise = serialiserOf(strategy)
  return drift === undefined ? serialise : value => serialise(drift.receive(value))
}

/** Empty for a strategy that stores none. `content` are the bytes as sent. */
export function digestOf(strategy: Strategy, content: Uint8Array): string {
  return strategy.needs === 'digest' ? strategy.digest(content) : ''
}

/** A value as a store keeps it for this strategy. */
export function toNewContent(strategy: Strategy, value: JsonValue): NewContent {
  const content = serialiserOf(strategy)(value)
  return { content, digest: strategy.needs === 'digest' ? strategy.digest(Buffer.from(content)) : '' }
}
