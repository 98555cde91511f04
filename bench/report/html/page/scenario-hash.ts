import { trafficFields } from '../../../model/traffic-fields.ts'
import type { Traffic } from '../../../model/traffic.ts'

/** `#size=10kB&clients=2000&every=5s...`: every field, so that a link still means the same when what is usual changes. */
export function formatHash(traffic: Traffic): string {
  return `#${trafficFields.map((field) => `${field.flag}=${encode(field.format(traffic))}`).join('&')}`
}

/** The traffic that a link carries. Fields that are unknown, missing, given wrongly or out of range are as `usual` has them. */
export function parseHash(hash: string, usual: Traffic): Traffic {
  const given = new URLSearchParams(hash.replace(/^#/, ''))
  return trafficFields.reduce((traffic, field) => {
    const text = given.get(field.flag)
    if (text === null) return traffic
    try {
      return { ...traffic, ...field.parse(text) }
    } catch {
      return traffic
    }
  }, usual)
}

/** Whether a hash is a link to a scenario, and not to a place on the page. */
export function isScenarioHash(hash: string): boolean {
  const given = new URLSearchParams(hash.replace(/^#/, ''))
  return trafficFields.some((field) => given.has(field.flag))
}

/** The command that answers for the same traffic, to be typed beside the run file. */
export function formatAdviseCommand(traffic: Traffic): string {
  return `npm run advise -- --run run.json ${trafficFields.map((field) => `--${field.flag} ${field.format(traffic)}`).join(' ')}`
}

/** A slash needs no escape in a fragment (RFC 3986 §3.5), and `3/min` reads better with it. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/')
}
