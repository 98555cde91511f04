import { createApp } from './app.ts'
import { openCommitLog } from './commit-log.ts'
import { UsageError } from './options.ts'
import { runServer } from './run-server.ts'
import { toNewContent } from './serialisation.ts'
import { openStatementLog } from './statement-log.ts'
import { stores } from './stores/index.ts'
import { loadStrategy } from './strategies/load-strategy.ts'

await runServer(['strategy', 'log-commits', 'log-statements'], async ({ documents, own }) => {
  const strategy = await loadStrategy(own['strategy'] ?? 'version').catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  })
  const { 'log-commits': commitsPath, 'log-statements': statementsPath } = own
  const onWrite = commitsPath === undefined ? undefined : openCommitLog(commitsPath)
  const logStatements = statementsPath === undefined ? undefined : openStatementLog(statementsPath)
  const store = stores[0].open({
    documents: documents.values().map(({ id, value }) => ({ id, ...toNewContent(strategy, value) })),
    ...(onWrite === undefined ? {} : { onWrite }),
  })
  logStatements?.()
  const app = createApp({ store, strategy })
  return {
    async listen(port) {
      await app.listen({ port, host: '127.0.0.1' })
      return app.server
    },
    release: () => store.close(),
  }
})
