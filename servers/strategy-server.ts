import { closest } from 'fastest-levenshtein'
import type { FastifyInstance } from 'fastify'
import { createApp } from './app.ts'
import { openCommitLog } from './commit-log.ts'
import type { Drift } from './drifts/drift.ts'
import { drifts } from './drifts/index.ts'
import { contentCodings } from './http/content-coding.ts'
import type { ContentCoding } from './http/content-coding.ts'
import { UsageError } from './options.ts'
import type { ServerOptions } from './options.ts'
import type { PreparedServer } from './run-server.ts'
import { toNewContent } from './serialisation.ts'
import { openStatementLog } from './statement-log.ts'
import { stores } from './stores/index.ts'
import type { Store } from './stores/store.ts'
import { loadStrategy } from './strategies/load-strategy.ts'
import type { Strategy } from './strategies/strategy.ts'

/** What a server of a strategy is made of, once its store is open. */
export interface ServerParts {
  readonly store: Store
  readonly strategy: Strategy
  readonly drift: Drift | undefined
  /** `gzip`: the coding of contents is negotiated. */
  readonly encoding: ContentCoding
}

/** What somebody else does to a server before it listens. */
export interface Alteration {
  /** The store that the server gets to see. */
  alterStore?(store: Store): Store
  /** `parts`: with the altered store. */
  alterApp?(app: FastifyInstance, parts: ServerParts): void
}

export const strategyServerFlags = ['strategy', 'drift', 'encoding', 'log-commits', 'log-statements'] as const

/** A server of one strategy over the first store of the list; `alteration` makes it another. */
export async function prepareStrategyServer(
  { documents, own }: ServerOptions,
  alteration: Alteration = {},
): Promise<PreparedServer> {
  const drift = chooseDrift(own['drift'])
  const encoding = chooseEncoding(own['encoding'] ?? 'identity')
  const strategy = await loadStrategy(own['strategy'] ?? 'version').catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  })
  const { 'log-commits': commitsPath, 'log-statements': statementsPath } = own
  const onWrite = commitsPath === undefined ? undefined : openCommitLog(commitsPath)
  const logStatements = statementsPath === undefined ? undefined : openStatementLog(statementsPath)
  const opened = stores[0].open({
    documents: documents.values().map(({ id, value }) => ({ id, ...toNewContent(strategy, value) })),
    ...(onWrite === undefined ? {} : { onWrite }),
  })
  logStatements?.()
  const store = alteration.alterStore?.(opened) ?? opened
  const app = createApp({ store, strategy, drift, encoding })
  alteration.alterApp?.(app, { store, strategy, drift, encoding })
  return {
    async listen(port) {
      await app.listen({ port, host: '127.0.0.1' })
      return app.server
    },
    release: () => opened.close(),
  }
}

function chooseDrift(name: string | undefined): Drift | undefined {
  const drift = drifts.find(candidate => candidate.name === name)
  if (name === undefined || drift !== undefined) return drift
  const names = drifts.map(candidate => candidate.name)
  throw new UsageError(`unknown drift "${name}": did you mean "${closest(name, names)}"? There are ${names.join(' and ')}`)
}

function chooseEncoding(name: string): ContentCoding {
  const encoding = contentCodings.find(candidate => candidate === name)
  if (encoding !== undefined) return encoding
  throw new UsageError(`--encoding must be ${contentCodings.join(' or ')}, not "${name}"`)
}
