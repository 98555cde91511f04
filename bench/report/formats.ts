import type { RunFile } from '../archive/run-file.ts'
import type { MicroFile } from '../micro/micro-file.ts'

/** A form in which a run can be read again: a pure function of its files. */
export interface ReportFormat {
  /** Beside the run file. */
  readonly fileName: string
  /** Of a file name, with which somebody asks for this form. */
  readonly extension: string
  readonly render: (run: RunFile, micro: MicroFile | undefined) => Promise<string>
}

/** Loaded when one is asked for: a chart needs a document to be drawn in, which no measurement should share its memory with. */
export const reportFormats: readonly ReportFormat[] = [
  { fileName: 'report.html', extension: '.html', render: async (run, micro) => (await import('./html/render-report.ts')).renderReport(run, micro) },
  { fileName: 'summary.md', extension: '.md', render: async (run, micro) => (await import('./markdown.ts')).formatMarkdown(run, micro) },
  { fileName: 'estimates.csv', extension: '.csv', render: async (run, micro) => (await import('./csv.ts')).formatCsv(run, micro) },
]
