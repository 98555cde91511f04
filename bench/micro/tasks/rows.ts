import { stores } from '../../../servers/stores/index.ts'
import type { Store } from '../../../servers/stores/store.ts'
import type { Material, MicroTask, Operation } from '../task.ts'
import { inTurn } from '../task.ts'

const onStore = ({ documents }: Material, read: (store: Store, id: string) => unknown): Operation => {
  const store = stores[0].open({ documents: documents.map(({ id, text }) => ({ id, content: text, digest: '' })) })
  const operation = inTurn(documents, ({ content }) => content.length, ({ id }) => read(store, id))
  return { ...operation, release: () => store.close() }
}

/** Reads of the store that servers use. */
export const rows: readonly MicroTask[] = [
  {
    name: 'read-row',
    summary: 'the row with its document, from the store of the servers',
    scales: true,
    prepare: (material) => onStore(material, (store, id) => store.read(id)),
  },
  {
    name: 'read-columns',
    summary: 'version and time of change only: what a 304 of strategy version reads',
    scales: false,
    prepare: (material) => onStore(material, (store, id) => store.peek(id)),
  },
]
