import type { Finding, Verdict } from '../finding.ts'

export function passed(seen: string): Verdict {
  return { kind: 'passed', seen }
}

export function unchecked(because: string): Verdict {
  return { kind: 'unchecked', because }
}

/** The findings; where there are none, `seen` is what passed. */
export function passedUnless(findings: readonly Finding[], seen: string): Verdict {
  return findings.length > 0 ? { kind: 'findings', findings } : passed(seen)
}

/** One finding. */
export function found(finding: Finding): Verdict {
  return { kind: 'findings', findings: [finding] }
}
