import { trafficFields } from '../../../model/traffic-fields.ts'
import type { Traffic } from '../../../model/traffic.ts'

/** `#size=10kB&clients=2000&every=5s...`: every field, so that a link still means the same when what is usual changes. */
export function formatHash(traffic: Traffic): string {
  return `#${trafficFields.map((field) => `${field.flag}=${encode(field.format(traffic))}`).join('&')}`
}

export interface LinkedTraffic {
  readonly traffic: Traffic
  /** What the link says that cannot be read, by field. */
  readonly problems: readonly LinkProblem[]
}

export interface LinkProblem {
  readonly flag: string
  /** A sentence without its full stop; nothing that the link says is longer in it than a field would be. */
  readonly message: string
}

/** The traffic that a link carries. Fields that are missing are as `usual` has them; those given wrongly or out of range too, and are problems. */
export function parseHash(hash: string, usual: Traffic): LinkedTraffic {
  const given = new URLSearchParams(hash.replace(/^#/, ''))
  return trafficFields.reduce<LinkedTraffic>(({ traffic, problems }, field) => {
    const text = given.get(field.flag)
    if (text === null) return { traffic, problems }
    try {
      return { traffic: { ...traffic, ...field.parse(text) }, problems }
    } catch (error) {
      return { traffic, problems: [...problems, { flag: field.flag, message: shorten((error as Error).message) }] }
    }
  }, { traffic: usual, problems: [] })
}

/** A link may be as long as it likes. */
const mostCharacters = 200

function shorten(message: string): string {
  return message.length <= mostCharacters ? message : `${message.slice(0, mostCharacters)}…`
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
