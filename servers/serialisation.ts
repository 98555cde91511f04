import type { JsonValue } from './resource/bookkeeping.ts'
import type { NewContent } from './stores/store.ts'
import type { Strategy } from './strategies/strategy.ts'

/** A strategy's content as sent and as stored. */
export function serialiserOf(strategy: Strategy): (value: JsonValue) => string {
  return strategy.serialise ?? (value => JSON.stringify(value))
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
