import { withWrite } from './altered-store.ts'
import { everyNth } from './every-nth.ts'
import type { Fault } from './fault.ts'

const excess = 1000

export const impossibleTally: Fault = {
  name: 'impossible-tally',
  summary: `stores with every 20th accepted write a tally that is ${excess} too high`,
  plant() {
    const isExcessive = everyNth(20)
    return {
      alterStore: store =>
        withWrite(store, (id, decide) =>
          store.write(id, () => {
            const next = decide()
            return next !== undefined && isExcessive() ? { ...next, content: withExcessiveTally(next.content) } : next
          }),
        ),
    }
  },
}

function withExcessiveTally(content: string): string {
  return content.replace(
    /("edit":\{"id":"[0-9a-z]{12}","tally":)(\d+)/,
    (_, before: string, tally: string) => `${before}${Number(tally) + excess}`,
  )
}
