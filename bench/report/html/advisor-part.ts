import type { RunFile } from '../../archive/run-file.ts'
import { readCostBasis } from '../../model/read-cost-basis.ts'
import { advisorSection } from './page/advisor-section.ts'
import { advisorStyles } from './page/advisor-styles.ts'
import { bundlePageScript } from './page/bundle-page-script.ts'

/** What the advisor puts into the page: an element with the id `advisor`, its styles and the one script of the page. */
export interface AdvisorPart {
  readonly section: string
  readonly styles: string
  /** Empty: the page has none. */
  readonly script: string
}

/** A run without unit costs has no advisor: the section says so, and needs no script. */
export function advisorPart(run: RunFile): AdvisorPart {
  const basis = readCostBasis(run)
  return { section: advisorSection(basis), styles: advisorStyles(), script: basis === null ? '' : bundlePageScript() }
}
