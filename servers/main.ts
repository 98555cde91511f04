import { runServer } from './run-server.ts'
import { prepareStrategyServer, strategyServerFlags } from './strategy-server.ts'

await runServer(strategyServerFlags, options => prepareStrategyServer(options))
