import { readFileSync } from 'node:fs'
import type { RunFile } from '../../archive/run-file.ts'
import type { MicroFile } from '../../micro/micro-file.ts'
import { reportView } from '../view/report-view.ts'
import { advisorPart } from './advisor-part.ts'
import { renderPage } from './page-html.ts'

const styles = readFileSync(new URL('report.css', import.meta.url), 'utf8')

/** The page of a run, as one HTML document: the same bytes for the same files, whenever and wherever it is made. */
export function renderReport(run: RunFile, micro?: MicroFile): string {
  return renderPage(reportView(run, micro), advisorPart(run), styles)
}
