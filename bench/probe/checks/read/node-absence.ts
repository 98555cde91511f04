import type { Finding, Probe } from '../../finding.ts'
import type { AbsentNode } from './node-pairs.ts'

const told = new WeakSet<Probe>()

/**
 * A finding for each address that gave nothing to compare with, from whichever check of nodes comes first: without it a report would
 * read as if these had been compared.
 */
export function absenceFindings(probe: Probe, absent: readonly AbsentNode[]): readonly Finding[] {
  if (told.has(probe)) return []
  told.add(probe)
  return absent.map(node => absence(probe, node))
}

function absence({ url, baseline: { second } }: Probe, { url: other, because, there }: AbsentNode): Finding {
  return {
    id: 'node-no-answer',
    severity: 'error',
    seen: `${url.href} is answered ${second.response.status}, and at ${other.href} there is nothing to compare with it: ${because}.`,
    why: 'Clients that a balancer sends there do not get the resource; and no tag of that address could be checked.',
    rfc: 'RFC 9110 §9.3.1',
    mend: 'Bring the address up, or check the --also URL and that the credentials given are good there too; then probe again.',
    evidence: [
      second.evidence('at the probed address'),
      ...(there === undefined ? [] : [there.evidence('at the other address')]),
    ],
  }
}
