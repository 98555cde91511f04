import fastifyEtag from '@fastify/etag'
import { createBareApp, sendProblem } from './app.ts'
import { createDateSource } from './http/http-date.ts'
import { notFound } from './problems.ts'
import { createRepresentations } from './representations.ts'
import { runServer } from './run-server.ts'
import { toNewContent } from './serialisation.ts'
import { stores } from './stores/index.ts'
import none from './strategies/none.ts'

// What people use today: the route, store, parse and serialise of strategy none, and the plug-in at its defaults on top.

await runServer([], async ({ documents }) => {
  const app = createBareApp()
  await app.register(fastifyEtag)
  // Opened behind the last await: from here to the hand-over nothing can end the process unseen.
  const store = stores[0].open({
    documents: documents.values().map(({ id, value }) => ({ id, ...toNewContent(none, value) })),
  })
  const representations = createRepresentations(store, none)
  const date = createDateSource(() => Date.now())
  app.route<{ Params: { id: string } }>({
    method: ['GET', 'HEAD'],
    url: '/orders/:id',
    handler: (request, reply) => {
      const representation = representations.full(request.params.id)
      if (representation === undefined) {
        sendProblem(reply, notFound(`document ${request.params.id}`))
      } else {
        reply
          .header('cache-control', 'private, no-cache')
          .header('date', date())
          .header('content-type', 'application/json')
          .send(representation.content)
      }
    },
  })
  return {
    async listen(port) {
      await app.listen({ port, host: '127.0.0.1' })
      return app.server
    },
    release: () => store.close(),
  }
})
