import type { Snippet } from './finding.ts'
import { expressMends } from './mends/express.ts'
import { fastifyMends } from './mends/fastify.ts'
import { nginxMends } from './mends/nginx.ts'
import type { MendTopic } from './mends/topic.ts'

/**
 * Code that mends a topic in Express 5, Fastify 5 and nginx, where it is known. The JavaScript takes `app` for the application and
 * `orders` for what stores the documents: `orders.find(id)` is `{ version, updatedAtMs, content }` or undefined; SQL goes to `db`.
 */
export function snippets(topic: MendTopic): readonly Snippet[] {
  return ([['express', expressMends], ['fastify', fastifyMends], ['nginx', nginxMends]] as const).flatMap(([name, mends]) => {
    const code = mends[topic]
    return code === undefined ? [] : [{ for: name, code }]
  })
}
