import type { Store } from '../stores/store.ts'

/** A store that differs from another by its writes. */
export function withWrite(store: Store, write: Store['write']): Store {
  return {
    peek: id => store.peek(id),
    peekDigest: id => store.peekDigest(id),
    read: id => store.read(id),
    write,
    close: () => store.close(),
  }
}
