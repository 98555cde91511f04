import { performance } from 'node:perf_hooks'
import type { JsonObject, JsonValue } from '../resource/bookkeeping.ts'
import type { Drift } from './drift.ts'

/**
 * A last member `serverTime`, ISO 8601 in UTC with microseconds, always 27 characters: no two answers of a server are
 * alike. A content whose root is no object is sent as it is; a root member of that name belongs to the server.
 */
export const serverTime: Drift = {
  name: 'server-time',
  summary: 'every content as sent ends with the time of day in a member serverTime',
  send: document => (isObject(document) ? { ...withoutServerTime(document), serverTime: formatMicroseconds() } : document),
  receive: content => (isObject(content) ? withoutServerTime(content) : content),
}

function withoutServerTime({ serverTime: _received, ...document }: JsonObject): JsonObject {
  return document
}

function formatMicroseconds(): string {
  const microseconds = Math.floor((performance.timeOrigin + performance.now()) * 1000)
  const milliseconds = new Date(Math.floor(microseconds / 1000)).toISOString().slice(0, -1)
  return `${milliseconds}${String(microseconds % 1000).padStart(3, '0')}Z`
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
