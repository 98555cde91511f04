import type { AbFile } from '../ab-file.ts'
import { formatSuiteMarkdown } from './suite-markdown.ts'

/** What GitHub takes of a comment, in characters; bytes are at least as many. */
export const commentLimit = 65_536

/** First line of every comment and not shown: by it a job finds the comment that it wrote before, to bring it up to date. */
export const commentMarker = '<!-- etag-bench ab -->'

/** A suite as the text of a comment on a pull request. */
export function formatComment(file: AbFile): string {
  return `${commentMarker}\n${formatSuiteMarkdown(file, commentLimit - commentMarker.length - 1)}`
}
